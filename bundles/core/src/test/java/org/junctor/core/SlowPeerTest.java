package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junctor.api.message.Call;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Yield;
import org.junctor.api.transport.CloseReason;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Peers that do not take what they are sent. */
final class SlowPeerTest {
    private static final int MAX = 4000;
    private static final String TOPIC = "com.example.topic";
    private static final String ADD = "com.example.add";
    private static final String KILO = "x".repeat(1000);

    private final TestRouter router = new TestRouter(TestRouter.limits(MAX, SlowPolicy.DISCONNECT));
    private final FakePeer fast = router.join();
    private final FakePeer slow = router.join();
    private long requests;

    @Test
    void whatWaitsIsSentInOrderWhenThereIsRoom() {
        TestRouter.subscribe(slow, 1, TOPIC);
        slow.takeOnly(1);

        publish(3);
        slow.take(1);
        publish(1);
        slow.takeAll();

        assertEquals(List.of("1", "2", "3", "4"), events(slow));
    }

    @Test
    void slowSubscriberIsDisconnectedAndNobodyElseSuffers() {
        FakePeer bystander = router.join();
        TestRouter.subscribe(slow, 1, TOPIC);
        TestRouter.subscribe(bystander, 1, TOPIC);
        slow.takeOnly(0);

        publish(6);
        router.time.run();

        assertEquals(CloseReason.POLICY, slow.closed());
        assertEquals(6, bystander.all().size());
        assertNull(fast.closed());
        assertFalse(fast.paused(), "a slow subscriber must not stop a publisher");
        assertEquals(1, router.counter("outbox.full"));
        assertEquals(1, router.counter("outbox.overflow"));
        assertEquals(2, router.core.sessions(TestRouter.REALM).size());
    }

    @Test
    void eventsThatAreTooManyAreDroppedNewestFirstIfThePolicySaysSo() {
        TestRouter other = new TestRouter(TestRouter.limits(MAX, SlowPolicy.DROP_NEWEST));
        FakePeer publisher = other.join();
        FakePeer subscriber = other.join();
        TestRouter.subscribe(subscriber, 1, TOPIC);
        subscriber.takeOnly(0);

        for (long i = 1; i <= 8; i++) {
            publisher.send(TestRouter.publish(i, TOPIC, String.valueOf(i), KILO));
        }
        subscriber.takeAll();

        assertEquals(List.of("1", "2", "3", "4"), events(subscriber));
        assertEquals(4, other.counter("events.dropped"));
        assertNull(subscriber.closed());
    }

    @Test
    void eventsThatAreTooManyAreDroppedOldestFirstIfThePolicySaysSo() {
        TestRouter other = new TestRouter(TestRouter.limits(MAX, SlowPolicy.DROP_OLDEST));
        FakePeer publisher = other.join();
        FakePeer subscriber = other.join();
        TestRouter.register(subscriber, 1, ADD);
        TestRouter.subscribe(subscriber, 2, TOPIC);
        subscriber.takeOnly(0);

        publisher.send(TestRouter.call(1, ADD));
        for (long i = 2; i <= 9; i++) {
            publisher.send(TestRouter.publish(i, TOPIC, String.valueOf(i), KILO));
        }
        subscriber.takeAll();

        subscriber.next(Invocation.class);
        assertEquals(List.of("6", "7", "8", "9"), events(subscriber));
        assertEquals(4, other.counter("events.dropped"));
    }

    @Test
    void peerThatTakesNothingIsClosedInTime() {
        TestRouter.subscribe(slow, 1, TOPIC);
        slow.takeOnly(0);
        publish(1);

        router.time.pass(9_999);
        assertNull(slow.closed());
        router.time.pass(1);
        router.time.run();

        assertEquals(CloseReason.POLICY, slow.closed());
        assertEquals(1, router.counter("outbox.stalled"));
    }

    @Test
    void peerThatTakesALittleNowAndThenIsNotClosed() {
        TestRouter.subscribe(slow, 1, TOPIC);
        slow.takeOnly(0);
        publish(3);

        for (int i = 0; i < 3; i++) {
            router.time.pass(9_000);
            slow.take(1);
        }
        router.time.pass(100_000);

        assertNull(slow.closed());
        assertEquals(3, slow.all().size());
    }

    @Test
    void resultsAreNeverDroppedAndTheSlowCallerIsNotRead() {
        TestRouter.register(fast, ++requests, ADD);
        for (long i = 1; i <= 6; i++) {
            slow.send(TestRouter.call(i, ADD));
        }
        slow.takeOnly(0);

        for (Message invocation : fast.all()) {
            long id = ((Invocation) invocation).request();
            fast.send(new Yield(id, Options.EMPTY, TestRouter.payload(String.valueOf(id), KILO)));
        }

        assertTrue(slow.paused());
        assertFalse(fast.paused(), "a slow caller must not stop a callee");
        slow.takeAll();
        assertEquals(List.of("1", "2", "3", "4", "5", "6"), events(slow));
        assertFalse(slow.paused());
    }

    @Test
    void peerForWhomFarTooMuchWaitsIsClosed() {
        TestRouter.register(fast, ++requests, ADD);
        slow.send(new Call(1, Options.of("receive_progress", true), ADD, Payload.EMPTY));
        slow.takeOnly(0);

        for (int i = 0; i < 20; i++) {
            fast.send(new Yield(1, Options.of("progress", true), TestRouter.payload(KILO)));
        }
        router.time.run();

        assertEquals(CloseReason.POLICY, slow.closed());
        assertEquals(1, router.counter("outbox.overflow"));
    }

    @Test
    void callerOfAFullCalleeWaitsUntilThereIsRoom() {
        fillCallee();

        fast.send(TestRouter.call(++requests, ADD, "late"));
        FakePeer other = router.join();
        other.send(TestRouter.call(1, ADD, "later"));

        assertTrue(fast.paused());
        assertTrue(other.paused());
        assertEquals(2, router.counter("calls.paused"));
        slow.takeAll();
        assertFalse(fast.paused());
        assertFalse(other.paused());
        List<String> received = events(slow);
        assertEquals(List.of("late", "later"), received.subList(received.size() - 2, received.size()));
    }

    @Test
    void calleeThatWaitingCallsFillAgainIsStillNotRead() {
        fillCallee();
        List<FakePeer> callers = List.of(router.join(), router.join(), router.join(), router.join());
        callers.forEach(caller -> caller.send(TestRouter.call(1, ADD, "late", KILO)));

        slow.take(3);

        assertTrue(slow.paused());
        slow.takeAll();
        assertFalse(slow.paused());
        assertEquals(4, events(slow).stream().filter("late"::equals).count());
    }

    @Test
    void requestsOfAWaitingCallerFollowInOrder() {
        fillCallee();

        fast.send(TestRouter.call(++requests, ADD, "first"));
        fast.sendLate(TestRouter.call(++requests, ADD, "second"));
        fast.send(TestRouter.call(++requests, ADD, "third"));
        slow.takeAll();

        List<String> received = events(slow);
        assertEquals(List.of("first", "second", "third"), received.subList(received.size() - 3, received.size()));
        assertNull(fast.closed());
    }

    @Test
    void callerOfAFullCalleeGetsAnErrorInTimeAndGoesOn() {
        fillCallee();
        long late = ++requests;
        fast.send(TestRouter.call(late, ADD));

        router.time.pass(4_999);
        fast.nothing();
        router.time.pass(1);

        Error error = fast.next(Error.class);
        assertEquals(late, error.request());
        assertEquals(Reason.UNAVAILABLE, error.error());
        assertFalse(fast.paused());
        assertEquals(1, router.counter("calls.unavailable"));
    }

    @Test
    void stalledCalleeIsClosedAndItsCallersAreTold() {
        fillCallee();
        fast.send(TestRouter.call(++requests, ADD));

        router.time.pass(10_000);
        router.time.run();

        assertEquals(CloseReason.POLICY, slow.closed());
        List<Message> errors = fast.all();
        assertEquals(requests, errors.size());
        errors.forEach(error -> assertTrue(error instanceof Error));
        assertFalse(fast.paused());
        assertEquals(0, router.core.callsInFlight());
    }

    @Test
    void calleeThatLeavesWhileACallerWaitsLetsItGoOn() {
        fillCallee();
        fast.send(TestRouter.call(++requests, ADD));

        slow.hangUp();

        assertFalse(fast.paused());
        assertEquals(0, router.core.callsInFlight());
        fast.all();
        fast.send(TestRouter.call(++requests, ADD));
        assertEquals(Reason.NO_SUCH_PROCEDURE, fast.next(Error.class).error());
    }

    @Test
    void callerThatLeavesWhileItWaitsIsForgotten() {
        fillCallee();
        FakePeer other = router.join();
        other.send(TestRouter.call(1, ADD, "lost"));

        other.hangUp();
        slow.takeAll();

        assertFalse(events(slow).contains("lost"));
    }

    @Test
    void eventThatIsTooLargeForASubscriberIsDroppedForThatOneOnly() {
        FakePeer narrow = router.join(new FakePeer(TestRouter.JSON).maxMessageBytes(2000));
        TestRouter.subscribe(narrow, 1, TOPIC);
        TestRouter.subscribe(slow, 1, TOPIC);

        fast.send(TestRouter.publish(1, TOPIC, "x".repeat(3000)));

        narrow.nothing();
        assertNull(narrow.closed());
        slow.next(Event.class);
        assertEquals(1, router.counter("events.too.large"));
    }

    @Test
    void errorWithDetailsThatAreTooLargeForTheCallerCostsOnlyTheDetails() {
        FakePeer narrow = router.join(new FakePeer(TestRouter.JSON).maxMessageBytes(2000));
        TestRouter.register(fast, 1, ADD);
        narrow.send(TestRouter.call(1, ADD));
        long invocation = fast.next(Invocation.class).request();

        Options details = Options.of("trace", "x".repeat(3000));
        fast.send(new Error(Invocation.TYPE, invocation, details, "com.example.error", Payload.EMPTY));
        router.time.run();

        assertEquals(Reason.PAYLOAD_SIZE_EXCEEDED, narrow.next(Error.class).error());
        assertNull(narrow.closed());
    }

    /** A callee that stopped taking invocations when its outbox was full. */
    private void fillCallee() {
        TestRouter.register(slow, 1, ADD);
        slow.takeOnly(0);
        while (!router.realm.sessions().stream().anyMatch(session -> session.outbox.full())) {
            fast.send(TestRouter.call(++requests, ADD, "n" + requests, KILO));
        }
        assertFalse(fast.paused(), "the one that fills it may pass");
    }

    private void publish(int events) {
        for (int i = 0; i < events; i++) {
            requests++;
            fast.send(TestRouter.publish(requests, TOPIC, String.valueOf(requests), KILO));
        }
    }

    private static List<String> events(FakePeer peer) {
        return peer.all().stream()
                .map(Messages::payload)
                .map(payload -> String.valueOf(TestRouter.argument(payload)))
                .toList();
    }
}
