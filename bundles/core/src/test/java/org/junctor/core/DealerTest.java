package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junctor.api.message.Call;
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
import org.junctor.api.message.Welcome;
import org.junctor.api.message.Yield;
import org.junctor.api.serializer.Values;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Calls. */
final class DealerTest {
    private static final String ADD = "com.example.add";

    private final TestRouter router = new TestRouter();
    private final FakePeer caller = router.join();
    private final FakePeer callee = router.join();

    @Test
    void callReachesTheCalleeAndItsResultTheCaller() throws ProtocolViolation {
        long registration = TestRouter.register(callee, 1, ADD);
        Payload arguments = Values.payload(TestRouter.JSON, List.of(1, 2), Map.of("unit", "m"));

        caller.send(new Call(1, Options.EMPTY, ADD, arguments));
        Invocation invocation = callee.next(Invocation.class);
        callee.send(new Yield(invocation.request(), Options.EMPTY, TestRouter.payload(3)));

        assertEquals(registration, invocation.registration());
        assertEquals(Options.EMPTY, invocation.details());
        assertEquals(
                List.of(List.of(1L, 2L), Map.of("unit", "m")), Values.decode(invocation.payload(), TestRouter.JSON));
        Result result = caller.next(Result.class);
        assertEquals(1, result.request());
        assertEquals(3L, TestRouter.argument(result));
    }

    @Test
    void errorOfTheCalleeReachesTheCallerUnchanged() {
        TestRouter.register(callee, 1, ADD);
        caller.send(TestRouter.call(1, ADD));

        callee.send(new Error(
                Invocation.TYPE,
                callee.next(Invocation.class).request(),
                Options.EMPTY,
                "com.example.overflow",
                TestRouter.payload("too much")));

        Error error = caller.next(Error.class);
        assertEquals(Call.TYPE, error.requestType());
        assertEquals("com.example.overflow", error.error());
        assertEquals("too much", TestRouter.argument(error.payload()));
    }

    @Test
    void callOfNothingIsAnError() {
        caller.send(TestRouter.call(1, ADD));

        assertEquals(Reason.NO_SUCH_PROCEDURE, caller.next(Error.class).error());
    }

    @Test
    void secondRegistrationIsRefused() {
        TestRouter.register(callee, 1, ADD);

        caller.send(new Register(1, Options.EMPTY, ADD));
        callee.send(new Register(2, Options.EMPTY, ADD));

        assertEquals(Reason.PROCEDURE_ALREADY_EXISTS, caller.next(Error.class).error());
        assertEquals(Reason.PROCEDURE_ALREADY_EXISTS, callee.next(Error.class).error());
    }

    @Test
    void procedureOfTheRouterCannotBeRegisteredNorCaughtByAPattern() {
        callee.send(new Register(1, Options.EMPTY, "wamp.session.count"));
        callee.send(new Register(2, Options.of("match", "prefix"), ""));

        assertEquals(Reason.INVALID_URI, callee.next(Error.class).error());
        callee.next(Registered.class);
        caller.send(TestRouter.call(1, "wamp.session.fly"));
        assertEquals(Reason.NO_SUCH_PROCEDURE, caller.next(Error.class).error());
        callee.nothing();
    }

    @Test
    void unregisterEndsIt() {
        long id = TestRouter.register(callee, 1, ADD);

        callee.send(new Unregister(2, id, Options.EMPTY));
        caller.send(TestRouter.call(1, ADD));
        callee.send(new Unregister(3, id, Options.EMPTY));

        assertEquals(2, callee.next(Unregistered.class).request());
        assertEquals(Reason.NO_SUCH_REGISTRATION, callee.next(Error.class).error());
        assertEquals(Reason.NO_SUCH_PROCEDURE, caller.next(Error.class).error());
    }

    @Test
    void invocationsThatRunWhenAProcedureIsUnregisteredAreFinished() {
        long id = TestRouter.register(callee, 1, ADD);
        caller.send(TestRouter.call(1, ADD));

        callee.send(new Unregister(2, id, Options.EMPTY));
        callee.send(new Yield(1, Options.EMPTY, Payload.EMPTY));

        caller.next(Result.class);
    }

    @Test
    void invocationIdsCountPerCallee() {
        FakePeer other = router.join();
        TestRouter.register(callee, 1, ADD);
        TestRouter.register(other, 1, "com.example.sub");

        caller.send(TestRouter.call(1, ADD));
        caller.send(TestRouter.call(2, "com.example.sub"));
        caller.send(TestRouter.call(3, ADD));

        assertEquals(1, callee.next(Invocation.class).request());
        assertEquals(2, callee.next(Invocation.class).request());
        assertEquals(1, other.next(Invocation.class).request());
    }

    @Test
    void slowCallDoesNotDelayALaterOne() {
        TestRouter.register(callee, 1, ADD);
        caller.send(TestRouter.call(1, ADD, "slow"));
        caller.send(TestRouter.call(2, ADD, "fast"));

        callee.send(new Yield(2, Options.EMPTY, Payload.EMPTY));
        callee.send(new Yield(1, Options.EMPTY, Payload.EMPTY));

        assertEquals(2, caller.next(Result.class).request());
        assertEquals(1, caller.next(Result.class).request());
    }

    @Test
    void sessionCallsItself() {
        TestRouter.register(caller, 1, ADD);

        caller.send(TestRouter.call(2, ADD));
        caller.send(new Yield(caller.next(Invocation.class).request(), Options.EMPTY, TestRouter.payload(5)));

        assertEquals(5L, TestRouter.argument(caller.next(Result.class)));
    }

    @Test
    void exactBeatsPrefixBeatsWildcard() throws ProtocolViolation {
        long exact = TestRouter.register(callee, 1, ADD);
        long longer = register(2, "prefix", "com.example.");
        long shorter = register(3, "prefix", "com.");
        long wildcard = register(4, "wildcard", ".example.other");

        for (String procedure : List.of(ADD, "com.example.other", "com.other", "org.example.other")) {
            caller.send(TestRouter.call(requests++, procedure));
        }

        Invocation first = callee.next(Invocation.class);
        assertEquals(exact, first.registration());
        assertNull(first.details().text("procedure"));
        Invocation second = callee.next(Invocation.class);
        assertEquals(longer, second.registration());
        assertEquals("com.example.other", second.details().text("procedure"));
        assertEquals(shorter, callee.next(Invocation.class).registration());
        assertEquals(wildcard, callee.next(Invocation.class).registration());
    }

    @Test
    void callerIsDisclosedIfItAsksOrTheCalleeDemands() throws ProtocolViolation {
        FakePeer open = router.connect().send(TestRouter.hello());
        long id = open.next(Welcome.class).session();
        TestRouter.register(callee, 1, ADD);
        callee.send(new Register(2, Options.of("disclose_caller", true), "com.example.who"));
        callee.next(Registered.class);

        open.send(new Call(1, Options.of("disclose_me", true), ADD, Payload.EMPTY));
        open.send(TestRouter.call(2, "com.example.who"));
        open.send(TestRouter.call(3, ADD));

        assertEquals(id, callee.next(Invocation.class).details().integer("caller", 0));
        assertEquals("anonymous", callee.next(Invocation.class).details().text("caller_authrole"));
        assertFalse(callee.next(Invocation.class).details().has("caller"));
    }

    @Test
    void progressiveResultsArePassedOnInOrder() throws ProtocolViolation {
        TestRouter.register(callee, 1, ADD);
        caller.send(new Call(1, Options.of("receive_progress", true), ADD, Payload.EMPTY));
        assertTrue(callee.next(Invocation.class).details().flag("receive_progress", false));

        callee.send(new Yield(1, Options.of("progress", true), TestRouter.payload(1)));
        callee.send(new Yield(1, Options.of("progress", true), TestRouter.payload(2)));
        callee.send(new Yield(1, Options.EMPTY, TestRouter.payload(3)));
        callee.send(new Yield(1, Options.of("progress", true), TestRouter.payload(4)));

        for (long i = 1; i <= 3; i++) {
            Result result = caller.next(Result.class);
            assertEquals(i, TestRouter.argument(result));
            assertEquals(i < 3, result.details().flag("progress", false));
        }
        caller.nothing();
    }

    @Test
    void progressThatNobodyAskedForIsDropped() {
        TestRouter.register(callee, 1, ADD);
        caller.send(TestRouter.call(1, ADD));

        callee.send(new Yield(1, Options.of("progress", true), TestRouter.payload(1)));
        callee.send(new Yield(1, Options.EMPTY, TestRouter.payload(2)));

        assertEquals(2L, TestRouter.argument(caller.next(Result.class)));
    }

    @Test
    void calleeThatCannotBeInterruptedIsNotAskedForProgress() {
        FakePeer simple = router.connect()
                .send(TestRouter.hello(Map.of("callee", Map.of("features", Map.of("progressive_call_results", true)))));
        simple.next(Welcome.class);
        TestRouter.register(simple, 1, ADD);

        caller.send(new Call(1, Options.of("receive_progress", true), ADD, Payload.EMPTY));

        assertFalse(simple.next(Invocation.class).details().has("receive_progress"));
    }

    @Test
    void callThatIsTooLargeForTheCalleeIsAnErrorAndCostsNoId() {
        FakePeer narrow = router.join(new FakePeer(TestRouter.JSON).maxMessageBytes(2000));
        TestRouter.register(narrow, 1, ADD);

        caller.send(TestRouter.call(1, ADD, "x".repeat(3000)));
        caller.send(TestRouter.call(2, ADD, "small"));

        assertEquals(Reason.PAYLOAD_SIZE_EXCEEDED, caller.next(Error.class).error());
        assertEquals(1, narrow.next(Invocation.class).request());
        narrow.nothing();
    }

    @Test
    void resultThatIsTooLargeForTheCallerIsAnError() {
        FakePeer narrow = router.join(new FakePeer(TestRouter.JSON).maxMessageBytes(2000));
        TestRouter.register(callee, 1, ADD);
        narrow.send(TestRouter.call(1, ADD));
        callee.next(Invocation.class);

        callee.send(new Yield(1, Options.EMPTY, TestRouter.payload("x".repeat(3000))));

        assertEquals(Reason.PAYLOAD_SIZE_EXCEEDED, narrow.next(Error.class).error());
        assertNull(narrow.closed());
        assertEquals(0, router.core.callsInFlight());
    }

    @Test
    void registrationsAreListedForOperators() {
        long id = TestRouter.register(callee, 1, ADD);

        assertEquals(1, router.core.registrations(TestRouter.REALM).size());
        assertEquals(id, router.core.registrations(TestRouter.REALM).get(0).id());
    }

    private long requests = 1;

    private long register(long request, String match, String procedure) {
        callee.send(new Register(request, Options.of("match", match), procedure));
        return callee.next(Registered.class).registration();
    }
}
