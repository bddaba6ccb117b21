package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import org.junctor.api.message.Call;
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
import org.junctor.api.message.Welcome;
import org.junctor.api.message.Yield;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Calls that must not take longer than so long. */
final class CallTimeoutTest {
    private static final String ADD = "com.example.add";

    private final TestRouter router = new TestRouter();
    private final FakePeer caller = router.join();
    private final FakePeer callee = router.join();

    @Test
    void callThatTakesTooLongIsAnErrorAndItsCalleeInterrupted() throws ProtocolViolation {
        TestRouter.register(callee, 1, ADD);
        call(Options.of("timeout", 100L));
        assertFalse(callee.next(Invocation.class).details().has("timeout"));

        router.time.pass(99);
        caller.nothing();
        router.time.pass(1);

        assertEquals(Reason.TIMEOUT, caller.next(Error.class).error());
        Interrupt interrupt = callee.next(Interrupt.class);
        assertEquals("killnowait", interrupt.options().text("mode"));
        assertEquals(Reason.TIMEOUT, interrupt.options().text("reason"));
        callee.send(new Yield(1, Options.EMPTY, Payload.EMPTY));
        caller.nothing();
        assertEquals(0, router.core.callsInFlight());
    }

    @Test
    void callThatIsAnsweredInTimeLeavesNoAlarm() {
        TestRouter.register(callee, 1, ADD);
        int before = router.time.pending();
        call(Options.of("timeout", 100L));

        callee.send(new Yield(1, Options.EMPTY, Payload.EMPTY));

        caller.next(Result.class);
        assertEquals(before, router.time.pending());
    }

    @Test
    void noTimeoutAndTimeoutZeroNeedNoAlarm() {
        TestRouter.register(callee, 1, ADD);
        int before = router.time.pending();

        call(Options.of("timeout", 0L));

        assertEquals(before, router.time.pending());
    }

    @Test
    void progressiveResultsBeginTheTimeAnew() {
        TestRouter.register(callee, 1, ADD);
        call(Options.of(Map.of("timeout", 100L, "receive_progress", true)));
        router.time.pass(80);
        callee.send(new Yield(1, Options.of("progress", true), Payload.EMPTY));

        router.time.pass(99);
        caller.next(Result.class);
        caller.nothing();
        router.time.pass(1);

        assertEquals(Reason.TIMEOUT, caller.next(Error.class).error());
    }

    @Test
    void calleeThatLooksAfterTimeoutsIsToldThemAndLeftAlone() throws ProtocolViolation {
        FakePeer able = able();
        able.send(new Register(1, Options.of("forward_timeout", true), ADD));
        able.next(Registered.class);

        call(Options.of("timeout", 100L));
        router.time.pass(1000);

        assertEquals(100, able.next(Invocation.class).details().integer("timeout", 0));
        able.nothing();
        caller.nothing();
    }

    @Test
    void timeThatACalleeLookedAfterRunsOnWhenItPassesTheCallOn() {
        FakePeer able = able();
        FakePeer other = able();
        Options shared = Options.of("invoke", "first");
        able.send(new Register(1, shared.with("forward_timeout", true), ADD));
        able.next(Registered.class);
        other.send(new Register(1, shared, ADD));
        other.next(Registered.class);
        call(Options.of("timeout", 100L));
        router.time.pass(60);

        long request = able.next(Invocation.class).request();
        able.send(new Error(Invocation.TYPE, request, Options.EMPTY, Reason.UNAVAILABLE, Payload.EMPTY));

        other.next(Invocation.class);
        router.time.pass(39);
        caller.nothing();
        router.time.pass(1);
        assertEquals(Reason.TIMEOUT, caller.next(Error.class).error());
    }

    @Test
    void calleeThatDoesNotAskForTimeoutsIsNotToldThem() {
        FakePeer able = able();
        TestRouter.register(able, 1, ADD);

        call(Options.of("timeout", 100L));
        router.time.pass(100);

        assertFalse(able.next(Invocation.class).details().has("timeout"));
        assertEquals(Reason.TIMEOUT, caller.next(Error.class).error());
    }

    @Test
    void operatorsSetADefaultAndAMaximum() {
        TestRouter strict = new TestRouter(
                TestRouter.limits(new CallLimits(10, 2000, 50, 200, 100, 100, 255, 32, false, false, 10, 1000)));
        FakePeer asking = strict.join();
        TestRouter.register(strict.join(), 1, ADD);
        asking.send(TestRouter.call(1, ADD));
        asking.send(new Call(2, Options.of("timeout", 5000L), ADD, Payload.EMPTY));

        strict.time.pass(50);
        assertEquals(1, asking.next(Error.class).request());
        asking.nothing();
        strict.time.pass(150);
        assertEquals(2, asking.next(Error.class).request());
    }

    @Test
    void timeoutLongerThanAnythingDoesNoHarm() {
        TestRouter.register(callee, 1, ADD);

        call(Options.of("timeout", Long.MAX_VALUE));
        router.time.pass(100_000);
        callee.send(new Yield(1, Options.EMPTY, Payload.EMPTY));

        caller.next(Result.class);
    }

    private void call(Options options) {
        caller.send(new Call(1, options, ADD, Payload.EMPTY));
    }

    private FakePeer able() {
        Map<String, Object> features =
                Map.of("features", Map.of("call_timeout", true, "call_canceling", true, "call_reroute", true));
        FakePeer peer = router.connect().send(TestRouter.hello(Map.of("callee", features)));
        peer.next(Welcome.class);
        return peer;
    }
}
