package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junctor.api.message.Call;
import org.junctor.api.message.Cancel;
import org.junctor.api.message.Error;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Register;
import org.junctor.api.message.Registered;
import org.junctor.api.message.Result;
import org.junctor.api.message.Unregister;
import org.junctor.api.message.Unregistered;
import org.junctor.api.message.Yield;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Match;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Calls that wait for a callee that answers only so many at a time. */
final class CallQueueTest {
    private static final String ADD = "com.example.add";

    private final TestRouter router =
            new TestRouter(TestRouter.limits(new CallLimits(3, 2000, 0, 0, 100, 100, 255, 32, false, false, 10, 1000)));
    private final FakePeer caller = router.join();
    private final FakePeer callee = router.join();
    private final FakePeer other = router.join();

    @Test
    void callsWaitInOrderUntilTheCalleeIsFree() {
        register(callee, "single", 1);
        for (long i = 1; i <= 3; i++) {
            caller.send(TestRouter.call(i, ADD, i));
        }

        for (long i = 1; i <= 3; i++) {
            Invocation invocation = callee.next(Invocation.class);
            callee.nothing();
            assertEquals(i, TestRouter.argument(invocation));
            callee.send(new Yield(invocation.request(), Options.EMPTY, Payload.EMPTY));
            assertEquals(i, caller.next(Result.class).request());
        }
        assertEquals(2, router.counter("calls.queued"));
    }

    @Test
    void anErrorOfTheCalleeFreesItToo() {
        register(callee, "single", 1);
        caller.send(TestRouter.call(1, ADD)).send(TestRouter.call(2, ADD));

        callee.send(new Error(
                Invocation.TYPE, callee.next(Invocation.class).request(), Options.EMPTY, "a.b", Payload.EMPTY));

        assertEquals(2, callee.next(Invocation.class).request());
    }

    @Test
    void progressiveResultDoesNotFreeTheCallee() {
        register(callee, "single", 1);
        caller.send(new Call(1, Options.of("receive_progress", true), ADD, Payload.EMPTY))
                .send(TestRouter.call(2, ADD));

        callee.next(Invocation.class);
        callee.send(new Yield(1, Options.of("progress", true), Payload.EMPTY));

        callee.nothing();
        callee.send(new Yield(1, Options.EMPTY, Payload.EMPTY));
        callee.next(Invocation.class);
    }

    @Test
    void sharedCalleesEachTakeTheirShare() {
        register(callee, "roundrobin", 1);
        register(other, "roundrobin", 2);
        for (long i = 1; i <= 5; i++) {
            caller.send(TestRouter.call(i, ADD, i));
        }

        assertEquals(1L, TestRouter.argument(callee.next(Invocation.class)));
        assertEquals(2L, TestRouter.argument(other.next(Invocation.class)));
        assertEquals(3L, TestRouter.argument(other.next(Invocation.class)));
        callee.nothing();
        callee.send(new Yield(1, Options.EMPTY, Payload.EMPTY));
        assertEquals(4L, TestRouter.argument(callee.next(Invocation.class)));
        other.nothing();
    }

    @Test
    void callThatFindsTheQueueFullIsAnError() {
        register(callee, "single", 1);
        for (long i = 1; i <= 5; i++) {
            caller.send(TestRouter.call(i, ADD));
        }

        Error error = caller.next(Error.class);
        assertEquals(5, error.request());
        assertEquals(Reason.UNAVAILABLE, error.error());
        assertEquals(1, router.counter("calls.queue.full"));
    }

    @Test
    void octetsInTheQueueAreLimitedToo() {
        register(callee, "single", 1);
        caller.send(TestRouter.call(1, ADD)).send(TestRouter.call(2, ADD, "x".repeat(1500)));

        caller.send(TestRouter.call(3, ADD, "x".repeat(1500)));

        assertEquals(3, caller.next(Error.class).request());
    }

    @Test
    void callThatIsCanceledWhileItWaitsIsNeverSent() {
        register(callee, "single", 1);
        caller.send(TestRouter.call(1, ADD)).send(TestRouter.call(2, ADD)).send(TestRouter.call(3, ADD, "third"));

        caller.send(new Cancel(2, Options.of("mode", "kill")));

        assertEquals(2, caller.next(Error.class).request());
        callee.next(Invocation.class);
        callee.send(new Yield(1, Options.EMPTY, Payload.EMPTY));
        assertEquals("third", TestRouter.argument(callee.next(Invocation.class)));
    }

    @Test
    void callTimesOutWhileItWaits() {
        register(callee, "single", 1);
        caller.send(TestRouter.call(1, ADD)).send(new Call(2, Options.of("timeout", 50L), ADD, Payload.EMPTY));
        callee.next(Invocation.class);

        router.time.pass(50);

        assertEquals(Reason.TIMEOUT, caller.next(Error.class).error());
        callee.send(new Yield(1, Options.EMPTY, Payload.EMPTY));
        callee.nothing();
    }

    @Test
    void callDiesWithItsCaller() {
        register(callee, "single", 1);
        caller.send(TestRouter.call(1, ADD));
        callee.next(Invocation.class);
        FakePeer leaving = router.join();
        leaving.send(TestRouter.call(1, ADD));

        leaving.hangUp();
        callee.send(new Yield(1, Options.EMPTY, Payload.EMPTY));

        callee.nothing();
        assertEquals(0, router.core.callsInFlight());
    }

    @Test
    void callsThatWaitForACalleeThatLeavesAreAnswered() {
        long id = register(callee, "single", 1);
        caller.send(TestRouter.call(1, ADD)).send(TestRouter.call(2, ADD));

        callee.send(new Unregister(2, id, Options.EMPTY));

        callee.next(Invocation.class);
        callee.next(Unregistered.class);
        Error error = caller.next(Error.class);
        assertEquals(2, error.request());
        assertEquals(Reason.CANCELED, error.error());
    }

    @Test
    void callsThatWaitGoToTheCalleesThatAreLeft() {
        register(callee, "first", 1);
        register(other, "first", 1);
        caller.send(TestRouter.call(1, ADD)).send(TestRouter.call(2, ADD, "second"));
        other.nothing();

        callee.hangUp();

        assertEquals(Reason.CANCELED, caller.next(Error.class).error());
        assertEquals("second", TestRouter.argument(other.next(Invocation.class)));
    }

    @Test
    void killedCallThatRunsFreesTheCalleeAtOnceUnlessItIsToAnswer() {
        register(callee, "single", 1);
        caller.send(TestRouter.call(1, ADD)).send(TestRouter.call(2, ADD, "second"));

        caller.send(new Cancel(1, Options.of("mode", "skip")));

        callee.next(Invocation.class);
        assertEquals("second", TestRouter.argument(callee.next(Invocation.class)));
    }

    @Test
    void callsThatWaitFindTheCalleesThatCome() {
        register(callee, "roundrobin", 1);
        caller.send(TestRouter.call(1, ADD)).send(TestRouter.call(2, ADD, "second"));

        register(other, "roundrobin", 1);

        assertEquals("second", TestRouter.argument(other.next(Invocation.class)));
    }

    @Test
    void callThatFindsNoRoomWhenItsTurnComesWaitsForThatTooAndFreesTheCallee() {
        TestRouter narrow = new TestRouter(TestRouter.limits(4000, SlowPolicy.DISCONNECT));
        FakePeer slow = narrow.join();
        FakePeer asking = narrow.join();
        register(slow, "single", 1);
        slow.takeOnly(0);
        asking.send(TestRouter.call(1, ADD, "x".repeat(5000))).send(TestRouter.call(2, ADD));

        asking.send(new Cancel(1, Options.of("mode", "skip")));
        assertEquals(1, asking.next(Error.class).request());
        asking.nothing();
        narrow.time.pass(5000);

        assertEquals(Reason.UNAVAILABLE, asking.next(Error.class).error());
        slow.takeAll();
        asking.send(TestRouter.call(3, ADD));
        assertEquals(1, slow.next(Invocation.class).request());
        assertEquals(2, slow.next(Invocation.class).request());
        slow.nothing();
    }

    @Test
    void whatComesWhileOthersAreHandedOutWaitsBehindThem() throws ProtocolViolation {
        Session session = router.realm.sessions().iterator().next();
        Registration registration = new Registration(1, Match.EXACT, ADD, InvocationPolicy.SINGLE, 0);
        Callee.Terms terms = new Callee.Terms(InvocationPolicy.SINGLE, 1, false, false, false);
        Callee only = new Callee(session, registration, terms);
        registration.add(only, session.realm.context());
        CallQueue queue = Objects.requireNonNull(registration.queue());
        List<PendingCall> calls = new ArrayList<>();
        for (long request = 1; request <= 3; request++) {
            Call message = TestRouter.call(request, ADD);
            calls.add(new PendingCall(session, message, registration, Decision.ALLOW, TestRouter.CALL_LIMITS));
        }
        assertEquals(CallQueue.Place.CALLEE, queue.place(calls.get(0), TestRouter.call(1, ADD)));
        assertEquals(CallQueue.Place.QUEUED, queue.place(calls.get(1), TestRouter.call(2, ADD)));
        only.running.decrementAndGet();
        assertTrue(queue.begin());
        assertEquals(calls.get(1), queue.next());
        only.running.decrementAndGet();

        assertEquals(CallQueue.Place.QUEUED, queue.place(calls.get(2), TestRouter.call(3, ADD)));
        queue.putBack(calls.get(1), TestRouter.call(2, ADD));

        assertEquals(calls.get(1), queue.next());
        only.running.decrementAndGet();
        assertEquals(calls.get(2), queue.next());
        assertNull(queue.next());
    }

    private static long register(FakePeer peer, String policy, long concurrency) {
        peer.send(new Register(1, Options.of(Map.of("invoke", policy, "concurrency", concurrency)), ADD));
        return peer.next(Registered.class).registration();
    }
}
