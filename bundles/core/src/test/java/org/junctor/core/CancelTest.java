package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import org.junctor.api.message.Cancel;
import org.junctor.api.message.Error;
import org.junctor.api.message.Interrupt;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Result;
import org.junctor.api.message.Welcome;
import org.junctor.api.message.Yield;
import org.junctor.api.transport.CloseReason;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Calls that do not end as planned. */
final class CancelTest {
    private static final String ADD = "com.example.add";

    private final TestRouter router = new TestRouter();
    private final FakePeer caller = router.join();
    private final FakePeer callee = router.join();

    @Test
    void skipAnswersAtOnceAndTellsNobody() {
        cancel("skip");

        assertEquals(Reason.CANCELED, caller.next(Error.class).error());
        callee.nothing();
        callee.send(new Yield(1, Options.EMPTY, Payload.EMPTY));
        caller.nothing();
        assertNull(callee.closed());
    }

    @Test
    void killnowaitAnswersAtOnceAndInterrupts() throws ProtocolViolation {
        cancel("killnowait");

        assertEquals(Reason.CANCELED, caller.next(Error.class).error());
        Interrupt interrupt = callee.next(Interrupt.class);
        assertEquals(1, interrupt.request());
        assertEquals("killnowait", interrupt.options().text("mode"));
        callee.send(new Error(Invocation.TYPE, 1, Options.EMPTY, Reason.CANCELED, Payload.EMPTY));
        caller.nothing();
    }

    @Test
    void killInterruptsAndTheCalleeAnswers() throws ProtocolViolation {
        cancel("kill");
        caller.send(new Cancel(1, Options.of("mode", "kill")));

        assertEquals("kill", callee.next(Interrupt.class).options().text("mode"));
        callee.nothing();
        caller.nothing();
        callee.send(new Yield(1, Options.EMPTY, TestRouter.payload("done anyway")));
        assertEquals("done anyway", TestRouter.argument(caller.next(Result.class)));
    }

    @Test
    void cancelWithoutModeIsKillnowait() throws ProtocolViolation {
        TestRouter.register(callee, 1, ADD);
        caller.send(TestRouter.call(1, ADD));
        callee.next(Invocation.class);

        caller.send(new Cancel(1, Options.EMPTY));

        assertEquals("killnowait", callee.next(Interrupt.class).options().text("mode"));
        assertEquals(Reason.CANCELED, caller.next(Error.class).error());
    }

    @Test
    void cancelOfACalleeThatCannotBeInterruptedIsSkip() {
        FakePeer simple = router.connect().send(TestRouter.hello(Map.of("callee", Map.of())));
        simple.next(Welcome.class);
        TestRouter.register(simple, 1, ADD);
        caller.send(TestRouter.call(1, ADD));
        simple.next(Invocation.class);

        caller.send(new Cancel(1, Options.of("mode", "kill")));

        simple.nothing();
        assertEquals(Reason.CANCELED, caller.next(Error.class).error());
    }

    @Test
    void cancelOfAnUnknownFinishedOrForeignCallIsIgnored() {
        TestRouter.register(callee, 1, ADD);
        caller.send(TestRouter.call(1, ADD));
        callee.next(Invocation.class);

        router.join().send(new Cancel(1, Options.EMPTY));
        caller.send(new Cancel(99, Options.EMPTY));
        callee.send(new Yield(1, Options.EMPTY, Payload.EMPTY));
        caller.send(new Cancel(1, Options.EMPTY));

        caller.next(Result.class);
        caller.nothing();
        callee.nothing();
    }

    @Test
    void lostCalleeIsAnErrorForItsCallers() {
        TestRouter.register(callee, 1, ADD);
        caller.send(TestRouter.call(1, ADD));

        callee.hangUp();

        assertEquals(Reason.CANCELED, caller.next(Error.class).error());
        caller.send(TestRouter.call(2, ADD));
        assertEquals(Reason.NO_SUCH_PROCEDURE, caller.next(Error.class).error());
        assertEquals(0, router.core.callsInFlight());
    }

    @Test
    void lostCallerInterruptsAndItsResultIsDropped() throws ProtocolViolation {
        TestRouter.register(callee, 1, ADD);
        caller.send(TestRouter.call(1, ADD));
        callee.next(Invocation.class);

        caller.hangUp();

        assertEquals("killnowait", callee.next(Interrupt.class).options().text("mode"));
        callee.send(new Yield(1, Options.EMPTY, Payload.EMPTY));
        assertNull(callee.closed());
        assertEquals(0, router.core.callsInFlight());
    }

    @Test
    void resultOfAnInvocationThatNeverWasIsAViolation() {
        TestRouter.register(callee, 1, ADD);
        caller.send(TestRouter.call(1, ADD));

        callee.send(new Yield(2, Options.EMPTY, Payload.EMPTY));

        assertEquals(CloseReason.PROTOCOL_ERROR, callee.closed());
        assertEquals(Reason.CANCELED, caller.next(Error.class).error());
    }

    @Test
    void resultOfSomebodyElseDoesNotAnswerTheCall() {
        FakePeer impostor = router.join();
        TestRouter.register(callee, 1, ADD);
        caller.send(TestRouter.call(1, ADD));

        impostor.send(new Yield(1, Options.EMPTY, TestRouter.payload("forged")));

        caller.nothing();
        callee.send(new Yield(1, Options.EMPTY, TestRouter.payload("true")));
        assertEquals("true", TestRouter.argument(caller.next(Result.class)));
    }

    private void cancel(String mode) {
        TestRouter.register(callee, 1, ADD);
        caller.send(TestRouter.call(1, ADD));
        callee.next(Invocation.class);
        caller.send(new Cancel(1, Options.of("mode", mode)));
    }
}
