package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junctor.api.message.Call;
import org.junctor.api.message.Event;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Options;
import org.junctor.api.message.Result;
import org.junctor.api.message.Yield;
import org.junctor.api.security.Decision;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Messages that a worker reads. */
final class LargeMessageTest {
    private static final String TOPIC = "com.example.topic";
    private static final String LARGE = "x".repeat(300 << 10);

    private final TestRouter router = new TestRouter();
    private final FakePeer one = router.join();
    private final FakePeer other = router.join();

    @Test
    void largeMessageIsReadByAWorkerAndNothingOvertakesIt() {
        TestRouter.subscribe(other, 1, TOPIC);

        one.send(TestRouter.publish(1, TOPIC, "before"));
        one.send(TestRouter.publish(2, TOPIC, LARGE));
        assertTrue(one.paused());
        one.sendLate(TestRouter.publish(3, TOPIC, "late"));
        one.send(TestRouter.publish(4, TOPIC, "after"));
        assertEquals("before", TestRouter.argument(other.next(Event.class)));
        other.nothing();

        assertEquals(1, router.time.work());

        assertEquals(LARGE, TestRouter.argument(other.next(Event.class)));
        assertEquals("late", TestRouter.argument(other.next(Event.class)));
        assertEquals("after", TestRouter.argument(other.next(Event.class)));
        assertFalse(one.paused());
        assertEquals(1, router.counter("large.messages"));
    }

    @Test
    void largeMessageThatIsGivenAwayIsReadByAWorkerAndAShortOneAtOnce() {
        TestRouter.subscribe(other, 1, TOPIC);

        one.give(TestRouter.publish(1, TOPIC, "short"));
        assertEquals("short", TestRouter.argument(other.next(Event.class)));
        one.give(TestRouter.publish(2, TOPIC, LARGE));
        assertTrue(one.paused());
        other.nothing();

        assertEquals(1, router.time.work());

        assertEquals(LARGE, TestRouter.argument(other.next(Event.class)));
        assertFalse(one.paused());
        assertEquals(1, router.counter("large.messages"));
    }

    @Test
    void severalLargeMessagesFollowOneAnother() {
        TestRouter.subscribe(other, 1, TOPIC);

        for (long i = 1; i <= 3; i++) {
            one.sendLate(TestRouter.publish(i, TOPIC, i, LARGE));
        }
        while (router.time.work() > 0) {
            assertTrue(router.counter("large.messages") <= 3);
        }

        for (long i = 1; i <= 3; i++) {
            assertEquals(i, TestRouter.argument(other.next(Event.class)));
        }
        assertFalse(one.paused());
    }

    @Test
    void largeRequestKeepsItsPlaceBehindRequestsThatWait() {
        TestRouter.subscribe(other, 1, TOPIC);
        List<CompletableFuture<Decision>> open = new ArrayList<>();
        router.core.bindAuthorizer(
                (session, action, uri, match, options) -> {
                    CompletableFuture<Decision> answer = new CompletableFuture<>();
                    open.add(answer);
                    return answer;
                },
                Map.of("service.ranking", 1));
        router.time.work();
        open.remove(0).complete(Decision.ALLOW); // of the subscription, which the new authorizer is asked for too
        one.send(TestRouter.publish(1, TOPIC, "first"));
        one.sendLate(TestRouter.publish(2, TOPIC, "second"));
        one.sendLate(TestRouter.publish(3, TOPIC, "third", LARGE));
        one.sendLate(TestRouter.publish(4, TOPIC, "fourth"));

        for (int i = 0; i < 4; i++) {
            open.get(i).complete(Decision.ALLOW);
            router.time.work();
        }

        for (String expected : List.of("first", "second", "third", "fourth")) {
            assertEquals(expected, TestRouter.argument(other.next(Event.class)));
        }
        assertFalse(one.paused());
    }

    @Test
    void largeResultArrivesWhileItsCalleeIsCalledAgain() {
        TestRouter.register(other, 1, "com.example.add");
        one.send(new Call(1, Options.EMPTY, "com.example.add", TestRouter.payload(1)));
        other.send(new Yield(other.next(Invocation.class).request(), Options.EMPTY, TestRouter.payload(LARGE)));

        one.send(new Call(2, Options.EMPTY, "com.example.add", TestRouter.payload(2)));
        other.next(Invocation.class);
        router.time.work();

        assertEquals(LARGE, TestRouter.argument(one.next(Result.class)));
    }

    @Test
    void largeMessagesAreReadAtOnceWhenTooManyWaitForWorkers() {
        TestRouter.subscribe(other, 1, TOPIC);
        for (int i = 0; i < 3; i++) {
            router.join().send(TestRouter.publish(1, TOPIC, LARGE));
        }
        other.nothing();

        one.send(TestRouter.publish(1, TOPIC, "at once", LARGE));

        assertEquals("at once", TestRouter.argument(other.next(Event.class)));
        assertEquals(1, router.counter("large.inline"));
        assertEquals(3, router.time.work());
        one.send(TestRouter.publish(2, TOPIC, LARGE));
        assertTrue(one.paused(), "there is room again");
    }

    @Test
    void serializerThatGoesWhileAWorkerIsAboutToReadLosesNothing() {
        TestRouter.subscribe(other, 1, TOPIC);
        one.send(TestRouter.publish(1, TOPIC, LARGE));
        one.sendLate(TestRouter.publish(2, TOPIC, "late"));

        router.core.unbindSerializer(TestRouter.JSON);
        router.time.work();
        other.nothing();
        router.core.bindSerializer(TestRouter.JSON, Map.of());
        router.time.work();

        assertEquals(LARGE, TestRouter.argument(other.next(Event.class)));
        assertEquals("late", TestRouter.argument(other.next(Event.class)));
    }
}
