package org.junctor.client;

import static org.junctor.client.SessionTest.failure;
import static org.junctor.client.SessionTest.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.ClientSession.Handle;
import org.junctor.api.client.ClientSession.InvocationHandler;
import org.junctor.api.client.ClientSession.Invoked;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Call;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Interrupt;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Register;
import org.junctor.api.message.Registered;
import org.junctor.api.message.Result;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Subscribed;
import org.junctor.api.message.Unregister;
import org.junctor.api.message.Unregistered;
import org.junctor.api.message.Unsubscribed;
import org.junctor.api.message.Yield;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a session does as callee. */
@Timeout(20)
final class CalleeTest {
    private final FakeRouter router = new FakeRouter();
    private ClientSession session;

    @BeforeEach
    void join() throws Exception {
        session = router.join();
    }

    private long registered(InvocationHandler handler) throws Exception {
        var stage = session.register("p", Options.EMPTY, handler);
        router.say(new Registered(router.take(Register.class).request(), 50));
        return get(stage).id();
    }

    private Handle subscribed(BlockingQueue<Object> events, long id) throws Exception {
        var stage = session.subscribe(
                "t", Options.EMPTY, event -> events.add(event.arguments().get(0)));
        router.say(new Subscribed(router.take(Subscribe.class).request(), id));
        return get(stage);
    }

    private void event(long subscription, Object argument) {
        router.say(new Event(subscription, 1, Options.EMPTY, router.payload(argument)));
    }

    private void invocation(long request, Options details) {
        router.say(new Invocation(request, 50, details, router.payload(2, 3)));
    }

    @Test
    void revokedSubscriptionAndRegistrationAreForgotten() throws Exception {
        BlockingQueue<Object> events = new LinkedBlockingQueue<>();
        subscribed(events, 9);
        registered((call, progress) -> CompletableFuture.completedFuture(1));

        router.say(new Unsubscribed(0, Options.of("subscription", 9L)));
        router.say(new Unregistered(0, Options.of("registration", 50L)));
        event(9, "x");
        invocation(1, Options.EMPTY);

        assertEquals(Reason.NO_SUCH_REGISTRATION, router.take(Error.class).error());
        assertTrue(events.isEmpty());
    }

    @Test
    void resultsOfAHandler() throws Exception {
        BlockingQueue<Object> results = new LinkedBlockingQueue<>();
        registered((call, progress) -> {
            Object result = results.remove();
            return CompletableFuture.completedFuture(result == "nothing" ? null : result);
        });
        results.addAll(List.of("nothing", 5, List.of(1, 2), new Invoked(List.of("a"), Map.of("b", 1), Options.EMPTY)));
        List<Payload> answers = new ArrayList<>();

        for (int i = 1; i <= 4; i++) {
            invocation(i, Options.EMPTY);
            Yield yield = router.take(Yield.class);
            assertEquals(i, yield.request());
            answers.add(yield.payload());
        }

        assertTrue(answers.get(0).isEmpty());
        assertEquals(List.of(5L), router.arguments(answers.get(1)));
        assertEquals(List.of(List.of(1L, 2L)), router.arguments(answers.get(2)));
        assertEquals(2, answers.get(3).items());
    }

    @Test
    void failuresOfAHandler() throws Exception {
        BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();
        registered((call, progress) -> {
            Exception failure = failures.remove();
            if (failure instanceof WampException thrown) {
                throw thrown;
            }
            return CompletableFuture.supplyAsync(() -> "x").thenApply(x -> {
                throw new IllegalStateException("broken");
            });
        });
        failures.addAll(List.of(new WampException("com.app.bad", List.of(1), Map.of("k", 2)), new Exception()));

        invocation(1, Options.EMPTY);
        Error first = router.take(Error.class);
        invocation(2, Options.EMPTY);
        Error second = router.take(Error.class);

        assertEquals("com.app.bad", first.error());
        assertEquals(Invocation.TYPE, first.requestType());
        assertEquals(2, first.payload().items());
        assertEquals("wamp.error.runtime_error", second.error());
        assertEquals(List.of("broken"), router.arguments(second.payload()));
    }

    @Test
    void resultThatIsTooLongBecomesAnError() throws Exception {
        registered((call, progress) -> CompletableFuture.completedFuture("x".repeat(500)));
        router.maxMessageBytes = 300;

        invocation(1, Options.EMPTY);

        assertEquals(Reason.PAYLOAD_SIZE_EXCEEDED, router.take(Error.class).error());
    }

    @Test
    void progressIsSentOnlyToACallerThatWantsIt() throws Exception {
        registered((call, progress) -> {
            progress.accept(List.of("half"));
            return CompletableFuture.completedFuture("whole");
        });

        invocation(1, Options.EMPTY);
        Yield alone = router.take(Yield.class);
        invocation(2, Options.of("receive_progress", true));
        Yield half = router.take(Yield.class);
        Yield whole = router.take(Yield.class);

        assertEquals(List.of("whole"), router.arguments(alone.payload()));
        assertTrue(half.options().flag("progress", false));
        assertEquals(List.of("half"), router.arguments(half.payload()));
        assertFalse(whole.options().flag("progress", false));
    }

    @Test
    void interruptCancelsTheStage() throws Exception {
        CompletableFuture<Object> work = new CompletableFuture<>();
        registered((call, progress) -> work);
        invocation(1, Options.EMPTY);

        router.say(new Interrupt(1, Options.of("mode", "kill")));

        assertEquals(Reason.CANCELED, router.take(Error.class).error());
        assertTrue(work.isCancelled());
        assertTrue(router.sent.isEmpty());
    }

    @Test
    void lostConnectionCancelsWhatIsUnderWay() throws Exception {
        CompletableFuture<Object> work = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        registered((call, progress) -> {
            begun.countDown();
            return work;
        });
        invocation(1, Options.EMPTY);
        assertTrue(begun.await(5, TimeUnit.SECONDS));

        router.drop("cable cut");

        failureOf(work);
        assertTrue(work.isCancelled());
    }

    private static void failureOf(CompletableFuture<?> future) throws Exception {
        future.handle((result, failure) -> failure).get(5, TimeUnit.SECONDS);
    }

    @Test
    void invocationsAreTakenUntilUnregisterIsConfirmed() throws Exception {
        var stage = session.register("p", Options.EMPTY, (call, progress) -> CompletableFuture.completedFuture(1));
        router.say(new Registered(router.take(Register.class).request(), 50));
        Handle handle = get(stage);

        var closed = handle.close();
        Unregister unregister = router.take(Unregister.class);
        invocation(1, Options.EMPTY);
        router.take(Yield.class);
        router.say(new Unregistered(unregister.request(), Options.EMPTY));
        get(closed);
        invocation(2, Options.EMPTY);

        assertEquals(50, unregister.registration());
        assertEquals(Reason.NO_SUCH_REGISTRATION, router.take(Error.class).error());
    }

    @Test
    void handlerMayWaitForAnAnswer() throws Exception {
        registered((call, progress) -> CompletableFuture.completedFuture(
                session.call("q", List.of(), Map.of()).toCompletableFuture().join()));

        invocation(1, Options.EMPTY);
        router.say(new Result(router.take(Call.class).request(), Options.EMPTY, router.payload("inner")));

        assertEquals(List.of("inner"), router.arguments(router.take(Yield.class).payload()));
    }
}
