package org.junctor.client;

import static org.junctor.client.Recorder.next;
import static org.junctor.client.SessionTest.failure;
import static org.junctor.client.SessionTest.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.KeptSession;
import org.junctor.api.client.Reconnect;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Abort;
import org.junctor.api.message.Goodbye;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Welcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that connects again. */
@Timeout(20)
final class KeptTest {
    private final FakeRouter router = new FakeRouter();
    private final BlockingQueue<ClientSession> joined = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> failures = new LinkedBlockingQueue<>();

    private KeptSession keep(int most, Function<ClientSession, CompletionStage<?>> join) {
        Reconnect reconnect = count -> {
            failures.add(count);
            return count > most ? -1 : 1;
        };
        return router.clients().keep(FakeRouter.CONFIG, reconnect, join);
    }

    private CompletionStage<?> join(ClientSession session) {
        joined.add(session);
        return CompletableFuture.completedFuture(null);
    }

    private void welcome(long id) throws InterruptedException {
        router.take(Hello.class);
        router.say(new Welcome(id, FakeRouter.FEATURES));
    }

    private void refuse() throws InterruptedException {
        router.take(Hello.class);
        router.say(new Abort(Options.EMPTY, Reason.NO_SUCH_REALM, Payload.EMPTY));
    }

    @Test
    void whoWaitsForASessionGetsTheNextOne() throws Exception {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        KeptSession kept = keep(1, session -> ready);
        CompletionStage<ClientSession> wanted = kept.session(10_000);
        CompletionStage<ClientSession> impatient = kept.session(1);
        welcome(1);
        failure(TimeoutException.class, impatient);
        assertFalse(wanted.toCompletableFuture().isDone(), "it has not joined yet");

        ready.complete(null);

        assertEquals(1, get(wanted).id());
        assertEquals(1, get(kept.session(0)).id());
        router.drop("reset by peer");
        refuse();
        failure(WampException.class, kept.ended());
        failure(IllegalStateException.class, kept.session(10_000));
    }

    @Test
    void sessionThatIsLostIsFollowedByAnother() throws Exception {
        KeptSession kept = keep(9, this::join);
        welcome(1);
        assertEquals(1, next(joined).id());

        router.drop("reset by peer");
        welcome(2);

        assertEquals(2, next(joined).id());
        assertEquals(1, next(failures));
        router.drop("again");
        welcome(3);
        assertEquals(3, next(joined).id());
        assertEquals(1, next(failures), "a session in order begins the count anew");
        CompletionStage<Void> left = kept.leave(Reason.GOODBYE_AND_OUT);
        router.take(Goodbye.class);
        router.say(new Goodbye(Options.EMPTY, Reason.GOODBYE_AND_OUT));
        get(left);
        assertEquals(Reason.GOODBYE_AND_OUT, get(kept.ended()));
        assertEquals(Optional.empty(), kept.session());
    }

    @Test
    void failuresAreCountedUntilThePolicyGivesUp() throws Exception {
        KeptSession kept = keep(2, this::join);

        refuse();
        refuse();
        refuse();

        assertEquals(
                Reason.NO_SUCH_REALM, failure(WampException.class, kept.ended()).error());
        assertEquals(1, next(failures));
        assertEquals(2, next(failures));
        assertEquals(3, next(failures));
        assertEquals(Reason.NO_SUCH_REALM, kept.problem());
        assertTrue(joined.isEmpty());
    }

    @Test
    void sessionWhoseJoiningFailsIsLeftAndCounted() throws Exception {
        KeptSession kept = keep(9, session -> {
            joined.add(session);
            if (joined.size() < 2) {
                throw new IllegalStateException("not yet");
            }
            return CompletableFuture.completedFuture(null);
        });
        welcome(1);
        router.take(Goodbye.class);
        assertEquals("not yet", kept.problem());

        welcome(2);

        next(joined);
        assertEquals(2, next(joined).id());
        assertEquals(1, next(failures));
    }

    @Test
    void waitsDoubleUpToTheirLimitAndVary() {
        Reconnect waits = Reconnect.doubling(1_000, 60_000);

        for (int failures = 1; failures < 200; failures++) {
            long full = failures > 6 ? 60_000 : 1_000L << (failures - 1);
            long wait = waits.delayMs(failures);
            assertTrue(wait <= full && wait >= full * 3 / 4, failures + ": " + wait);
        }
        assertFalse(waits.delayMs(1) < 0);
    }
}
