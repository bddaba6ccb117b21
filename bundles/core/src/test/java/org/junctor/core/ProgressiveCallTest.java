package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junctor.api.message.Call;
import org.junctor.api.message.Cancel;
import org.junctor.api.message.Error;
import org.junctor.api.message.Interrupt;
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
import org.junctor.api.message.Welcome;
import org.junctor.api.message.Yield;
import org.junctor.api.transport.CloseReason;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Calls that are sent in several CALLs. */
final class ProgressiveCallTest {
    private static final String ADD = "com.example.add";
    private static final Options MORE = Options.of("progress", true);

    private final TestRouter router = new TestRouter(
            TestRouter.limits(new CallLimits(10, 2000, 0, 0, 100, 100, 255, 32, false, false, 10, 1000)));
    private final FakePeer caller = join();
    private final FakePeer callee = join();

    @Test
    void allOfItIsOneInvocation() throws ProtocolViolation {
        long registration = TestRouter.register(callee, 1, ADD);

        caller.send(chunk(1, MORE, "a")).send(chunk(1, MORE, "b")).send(chunk(1, Options.EMPTY, "c"));

        for (String part : new String[] {"a", "b", "c"}) {
            Invocation invocation = callee.next(Invocation.class);
            assertEquals(1, invocation.request());
            assertEquals(registration, invocation.registration());
            assertEquals(!part.equals("c"), invocation.details().flag("progress", false));
            assertEquals(part, TestRouter.argument(invocation));
        }
        callee.send(new Yield(1, Options.EMPTY, TestRouter.payload("abc")));
        assertEquals("abc", TestRouter.argument(caller.next(Result.class)));
    }

    @Test
    void otherRequestsMayComeBetween() {
        TestRouter.register(callee, 1, ADD);

        caller.send(chunk(1, MORE, "a")).send(TestRouter.call(2, ADD, "other")).send(chunk(1, Options.EMPTY, "b"));

        assertEquals(1, callee.next(Invocation.class).request());
        assertEquals(2, callee.next(Invocation.class).request());
        assertEquals(1, callee.next(Invocation.class).request());
    }

    @Test
    void optionsOfTheFirstCallHoldForAllOfIt() throws ProtocolViolation {
        TestRouter.register(callee, 1, ADD);

        caller.send(chunk(1, MORE.with("disclose_me", true).with("receive_progress", true), "a"))
                .send(chunk(1, Options.of("receive_progress", false), "b"));

        callee.next(Invocation.class);
        Invocation last = callee.next(Invocation.class);
        assertTrue(last.details().has("caller"));
        assertTrue(last.details().flag("receive_progress", false));
        assertFalse(last.details().has("progress"));
    }

    @Test
    void callerThatDidNotAnnounceItBreaksTheProtocol() {
        FakePeer simple = router.connect().send(TestRouter.hello(Map.of("caller", Map.of())));
        simple.next(Welcome.class);

        simple.send(chunk(1, MORE, "a"));

        assertEquals(CloseReason.PROTOCOL_ERROR, simple.closed());
    }

    @Test
    void calleeThatDidNotAnnounceItCostsAnErrorAndTheRestIsDropped() {
        FakePeer simple = router.join();
        TestRouter.register(simple, 1, ADD);

        caller.send(chunk(1, MORE, "a")).send(chunk(1, MORE, "b")).send(chunk(1, Options.EMPTY, "c"));

        assertEquals(Reason.FEATURE_NOT_SUPPORTED, caller.next(Error.class).error());
        caller.nothing();
        simple.nothing();
        assertNull(caller.closed());
    }

    @Test
    void whatComesAfterTheEndIsDropped() {
        TestRouter.register(callee, 1, ADD);
        caller.send(chunk(1, MORE, "a"));
        callee.send(new Yield(1, Options.EMPTY, Payload.EMPTY));

        caller.send(chunk(1, MORE, "b")).send(chunk(1, Options.EMPTY, "c"));

        callee.next(Invocation.class);
        callee.nothing();
        caller.next(Result.class);
        caller.nothing();
        assertNull(caller.closed());
    }

    @Test
    void whatComesAfterTheLastPartBreaksTheProtocol() {
        TestRouter.register(callee, 1, ADD);

        caller.send(chunk(1, MORE, "a")).send(chunk(1, Options.EMPTY, "b")).send(chunk(1, MORE, "c"));

        assertEquals(CloseReason.PROTOCOL_ERROR, caller.closed());
        callee.next(Invocation.class);
        callee.next(Invocation.class);
        callee.next(Interrupt.class);
    }

    @Test
    void idOfACallThatIsNotProgressiveMustNotBeUsedAgain() {
        TestRouter.register(callee, 1, ADD);
        caller.send(TestRouter.call(1, ADD));

        caller.send(chunk(1, MORE, "a"));

        assertEquals(CloseReason.PROTOCOL_ERROR, caller.closed());
    }

    @Test
    void idOfAFinishedCallMustNotBeUsedAgain() {
        TestRouter.register(callee, 1, ADD);
        caller.send(TestRouter.call(1, ADD));
        callee.send(new Yield(1, Options.EMPTY, Payload.EMPTY));

        caller.send(chunk(1, MORE, "a"));

        assertEquals(CloseReason.PROTOCOL_ERROR, caller.closed());
    }

    @Test
    void anotherProcedureIsNotPartOfIt() {
        TestRouter.register(callee, 1, ADD);
        caller.send(chunk(1, MORE, "a"));

        caller.send(new Call(1, Options.EMPTY, "com.example.sub", Payload.EMPTY));

        assertEquals(CloseReason.PROTOCOL_ERROR, caller.closed());
    }

    @Test
    void partsStayWithOneCalleeOfMany() {
        FakePeer other = join();
        for (FakePeer peer : new FakePeer[] {callee, other}) {
            peer.send(new Register(1, Options.of("invoke", "roundrobin"), ADD));
            peer.next(Registered.class);
        }

        caller.send(chunk(1, MORE, "a")).send(chunk(1, MORE, "b")).send(chunk(1, Options.EMPTY, "c"));

        assertEquals(3, callee.all().size());
        other.nothing();
    }

    @Test
    void partsWaitInTheCallQueueAndFollowInOrder() {
        callee.send(new Register(1, Options.of("concurrency", 1L), ADD));
        callee.next(Registered.class);
        caller.send(TestRouter.call(1, ADD)).send(chunk(2, MORE, "a")).send(chunk(2, MORE, "b"));
        callee.next(Invocation.class);
        callee.nothing();

        callee.send(new Yield(1, Options.EMPTY, Payload.EMPTY));
        caller.send(chunk(2, Options.EMPTY, "c"));

        for (String part : new String[] {"a", "b", "c"}) {
            Invocation invocation = callee.next(Invocation.class);
            assertEquals(2, invocation.request());
            assertEquals(part, TestRouter.argument(invocation));
        }
    }

    @Test
    void callIsGivenUpIfTooMuchOfItWaits() {
        callee.send(new Register(1, Options.of("concurrency", 1L), ADD));
        callee.next(Registered.class);
        caller.send(TestRouter.call(1, ADD)).send(chunk(2, MORE, "a"));

        caller.send(chunk(2, MORE, "x".repeat(2000))).send(chunk(2, MORE, "b"));

        Error error = caller.next(Error.class);
        assertEquals(2, error.request());
        assertEquals(Reason.UNAVAILABLE, error.error());
        callee.next(Invocation.class);
        callee.send(new Yield(1, Options.EMPTY, Payload.EMPTY));
        callee.nothing();
        assertEquals(0, router.core.callsInFlight());
    }

    @Test
    void partsWaitForRoomInTheOutboxOfTheCallee() {
        TestRouter.register(callee, 1, ADD);
        TestRouter slow = new TestRouter(TestRouter.limits(4000, SlowPolicy.DISCONNECT));
        FakePeer reader = join(slow);
        FakePeer writer = join(slow);
        TestRouter.register(reader, 1, ADD);
        reader.takeOnly(1);
        writer.send(chunk(1, MORE, "a")).send(chunk(1, MORE, "x".repeat(5000))).send(chunk(1, MORE, "b"));
        assertTrue(writer.paused());

        reader.takeAll();
        writer.send(chunk(1, Options.EMPTY, "c"));

        assertEquals("a", TestRouter.argument(reader.next(Invocation.class)));
        reader.next(Invocation.class);
        assertEquals("b", TestRouter.argument(reader.next(Invocation.class)));
        assertEquals("c", TestRouter.argument(reader.next(Invocation.class)));
        assertFalse(writer.paused());
    }

    @Test
    void partsThatWaitForRoomCountUntilTheyAreSentOrTheCallIsOver() {
        TestRouter slow =
                new TestRouter(TestRouter.limits(4000, 100_000, SlowPolicy.DISCONNECT, TestRouter.CALL_LIMITS));
        Waiting waiting = slow.realm.context().waiting();
        FakePeer reader = join(slow);
        FakePeer writer = join(slow);
        reader.send(new Register(1, Options.of("concurrency", 1L), ADD));
        reader.next(Registered.class);
        reader.takeOnly(0);
        writer.send(TestRouter.call(1, ADD, "x".repeat(5000))).send(chunk(2, MORE, "a"));
        long queued = waiting.bytes();
        writer.send(chunk(2, MORE, "x".repeat(300)));
        assertTrue(waiting.bytes() > queued + 300, waiting.bytes() + " octets wait, " + queued + " did before");

        writer.send(new Cancel(1, Options.of("mode", "skip")));
        long before = waiting.bytes();
        assertTrue(before > queued + 300, before + " octets wait, " + queued + " did before");
        writer.send(chunk(2, MORE, "x".repeat(300)));
        assertTrue(waiting.bytes() > before + 300, waiting.bytes() + " octets wait, " + before + " did before");

        writer.send(new Cancel(2, Options.of("mode", "skip")));
        assertTrue(waiting.bytes() < queued, waiting.bytes() + " octets wait, " + queued + " did before");
        reader.takeAll();
        assertEquals(0, waiting.bytes());
    }

    @Test
    void partsOfACallerThatLeavesAreForgotten() {
        Waiting waiting = router.realm.context().waiting();
        callee.send(new Register(1, Options.of("concurrency", 1L), ADD));
        callee.next(Registered.class);
        caller.send(TestRouter.call(1, ADD)).send(chunk(2, MORE, "a")).send(chunk(2, MORE, "b"));
        assertTrue(waiting.bytes() > 0);

        caller.hangUp();

        assertEquals(0, waiting.bytes());
    }

    @Test
    void cancelEndsIt() {
        TestRouter.register(callee, 1, ADD);
        caller.send(chunk(1, MORE, "a"));
        callee.next(Invocation.class);

        caller.send(new Cancel(1, Options.EMPTY)).send(chunk(1, MORE, "b"));

        callee.next(Interrupt.class);
        callee.nothing();
        assertEquals(Reason.CANCELED, caller.next(Error.class).error());
        caller.nothing();
    }

    @Test
    void partsAreNotSentToACalleeThatHasUnregistered() {
        long id = TestRouter.register(callee, 1, ADD);
        caller.send(chunk(1, MORE, "a"));
        callee.next(Invocation.class);

        callee.send(new Unregister(2, id, Options.EMPTY));
        caller.send(chunk(1, MORE, "b"));

        callee.next(Unregistered.class);
        callee.next(Interrupt.class);
        assertEquals(Reason.CANCELED, caller.next(Error.class).error());
    }

    @Test
    void resultsMayComeBeforeItIsSentAsAWhole() throws ProtocolViolation {
        TestRouter.register(callee, 1, ADD);
        caller.send(chunk(1, MORE.with("receive_progress", true), "a"));

        callee.send(new Yield(1, MORE, TestRouter.payload("A")));
        caller.send(chunk(1, Options.EMPTY, "b"));
        callee.send(new Yield(1, Options.EMPTY, TestRouter.payload("B")));

        assertTrue(caller.next(Result.class).details().flag("progress", false));
        assertFalse(caller.next(Result.class).details().flag("progress", false));
        assertEquals(2, callee.all().size());
    }

    private static Call chunk(long request, Options options, String part) {
        return new Call(request, options, ADD, TestRouter.payload(part));
    }

    private FakePeer join() {
        return join(router);
    }

    private static FakePeer join(TestRouter router) {
        Map<String, Object> features = Map.of(
                "features",
                Map.of(
                        "call_canceling", true,
                        "progressive_call_results", true,
                        "progressive_call_invocations", true));
        FakePeer peer = router.connect().send(TestRouter.hello(Map.of("caller", features, "callee", features)));
        peer.next(Welcome.class);
        return peer;
    }
}
