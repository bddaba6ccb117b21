package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
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
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Several callees for one procedure. */
final class SharedRegistrationTest {
    private static final String ADD = "com.example.add";

    private final TestRouter router = new TestRouter();
    private final FakePeer caller = router.join();
    private final List<FakePeer> callees =
            IntStream.range(0, 3).mapToObj(i -> router.join()).toList();
    private long requests = 1;

    @Test
    void allShareOneRegistrationWhichTheirPolicyMustFit() {
        long first = register(callees.get(0), "roundrobin");
        long second = register(callees.get(1), "roundrobin");

        assertEquals(first, second);
        refused(callees.get(2), 1, Options.of("invoke", "random"), Reason.PROCEDURE_ALREADY_EXISTS);
        refused(callees.get(2), 2, Options.EMPTY, Reason.PROCEDURE_ALREADY_EXISTS);
    }

    @Test
    void singleIsNotSharedAndAnotherPolicyMayFollowIt() {
        long id = register(callees.get(0), "single");
        refused(callees.get(1), 1, Options.of("invoke", "first"), Reason.PROCEDURE_ALREADY_EXISTS);
        refused(callees.get(0), 2, Options.of("invoke", "single"), Reason.PROCEDURE_ALREADY_EXISTS);

        callees.get(0).send(new Unregister(3, id, Options.EMPTY)).next(Unregistered.class);
        callees.get(1).send(new Register(2, Options.of("invoke", "first"), ADD));

        assertNotEquals(id, callees.get(1).next(Registered.class).registration());
    }

    @Test
    void theSameSessionIsInItOnce() {
        long id = register(callees.get(0), "roundrobin");
        callees.get(0).send(new Register(2, Options.of("invoke", "roundrobin"), ADD));

        assertEquals(id, callees.get(0).next(Registered.class).registration());
        assertEquals(
                1, router.core.registrations(TestRouter.REALM).get(0).sessions().size());
    }

    @Test
    void policiesAndConcurrencyThatDoNotExistAreErrors() {
        refused(callees.get(0), 1, Options.of("invoke", "best"), Reason.INVALID_ARGUMENT);
        refused(callees.get(0), 2, Options.of("concurrency", 0L), Reason.INVALID_ARGUMENT);
    }

    @Test
    void roundrobinGoesAroundInTheOrderOfRegistration() {
        all("roundrobin");

        assertEquals(List.of(0, 1, 2, 0, 1, 2, 0), answering(7));
    }

    @Test
    void roundrobinPassesNobodyOverWhenOneLeaves() {
        all("roundrobin");
        assertEquals(List.of(0, 1), answering(2));

        callees.get(0).hangUp();

        assertEquals(List.of(2, 1, 2), answering(3));
    }

    @Test
    void firstAndLastAreHotStandby() {
        all("first");
        assertEquals(List.of(0, 0), answering(2));

        callees.get(0).hangUp();

        assertEquals(List.of(1, 1), answering(2));
    }

    @Test
    void lastIsTheNewest() {
        all("last");
        assertEquals(List.of(2, 2), answering(2));

        callees.get(2).hangUp();

        assertEquals(List.of(1), answering(1));
    }

    @Test
    void randomReachesAll() {
        all("random");

        List<Integer> answering = answering(300);

        for (int i = 0; i < 3; i++) {
            int callee = i;
            long share = answering.stream().filter(who -> who == callee).count();
            assertTrue(share > 30, () -> "callee " + callee + " got " + share + " of 300 calls");
        }
    }

    @Test
    void leastGoesToWhoHasTheFewestCalls() {
        all("least");
        for (int i = 0; i < 3; i++) {
            caller.send(TestRouter.call(requests++, ADD));
        }
        callees.get(1).send(new Yield(1, Options.EMPTY, Payload.EMPTY));
        callees.forEach(callee -> callee.next(Invocation.class));

        caller.send(TestRouter.call(requests++, ADD));

        callees.get(1).next(Invocation.class);
        callees.get(0).nothing();
        callees.get(2).nothing();
    }

    @Test
    void stickyKeepsAKeyWithItsCalleeAndMovesOnlyThoseOfWhoLeaves() {
        all("sticky");
        List<Integer> before = keyed(60);
        assertEquals(before, keyed(60));
        assertEquals(3, before.stream().distinct().count());

        callees.get(1).hangUp();

        List<Integer> after = keyed(60);
        for (int i = 0; i < 60; i++) {
            assertTrue(before.get(i) == 1 ? after.get(i) != 1 : after.get(i).equals(before.get(i)));
        }
    }

    @Test
    void forceReregisterTakesThePlaceOfTheOthers() throws ProtocolViolation {
        Map<String, Object> features = Map.of("features", Map.of("registration_revocation", true));
        FakePeer told = router.connect().send(TestRouter.hello(Map.of("callee", features)));
        told.next(Welcome.class);
        told.send(new Register(1, Options.of("invoke", "roundrobin"), ADD));
        long id = told.next(Registered.class).registration();
        register(callees.get(0), "roundrobin");

        callees.get(1).send(new Register(1, Options.of("force_reregister", true), ADD));

        assertNotEquals(id, callees.get(1).next(Registered.class).registration());
        Unregistered revoked = told.next(Unregistered.class);
        assertEquals(0, revoked.request());
        assertEquals(id, revoked.details().integer("registration", 0));
        assertEquals(Reason.UNREGISTERED, revoked.details().text("reason"));
        callees.get(0).nothing();
        assertEquals(List.of(1), answering(1));
    }

    @Test
    void forceReregisterWithAnotherPolicyThanItsOwnChangesNothing() {
        register(callees.get(0), "roundrobin");
        register(callees.get(1), "roundrobin");

        refused(callees.get(0), 2, Options.of("force_reregister", true), Reason.PROCEDURE_ALREADY_EXISTS);

        assertEquals(List.of(0, 1), answering(2));
    }

    @Test
    void reroutingAsksTheOthersInTurn() {
        List<FakePeer> able = rerouting("roundrobin", 3);
        caller.send(TestRouter.call(1, ADD, "work"));

        unavailable(able.get(0));
        unavailable(able.get(1));
        Invocation third = able.get(2).next(Invocation.class);
        able.get(2).send(new Yield(third.request(), Options.EMPTY, TestRouter.payload("done")));

        assertEquals("work", TestRouter.argument(third));
        assertEquals("done", TestRouter.argument(caller.next(Result.class)));
        assertEquals(2, router.counter("calls.rerouted"));
    }

    @Test
    void reroutingFollowsThePolicy() {
        List<FakePeer> able = rerouting("last", 3);
        caller.send(TestRouter.call(1, ADD));

        unavailable(able.get(2));
        able.get(1).next(Invocation.class);
        able.get(0).nothing();
    }

    @Test
    void callThatNobodyTakesIsAnError() {
        List<FakePeer> able = rerouting("first", 2);
        caller.send(TestRouter.call(1, ADD));

        unavailable(able.get(0));
        unavailable(able.get(1));

        assertEquals(Reason.NO_AVAILABLE_CALLEE, caller.next(Error.class).error());
        assertEquals(0, router.core.callsInFlight());
    }

    @Test
    void onlySoMuchIsKeptForReroutingFromOneCallee() {
        List<FakePeer> able = rerouting("first", 2);
        String large = "x".repeat(250_000);
        for (long i = 1; i <= 17; i++) {
            caller.send(TestRouter.call(i, ADD, large));
        }

        for (int i = 1; i <= 17; i++) {
            unavailable(able.get(0));
        }
        caller.send(TestRouter.call(18, ADD, large));
        unavailable(able.get(0));

        Error failed = caller.next(Error.class);
        assertEquals(17, failed.request());
        assertEquals(Reason.NO_AVAILABLE_CALLEE, failed.error());
        assertEquals(17, able.get(1).all().size());
        assertEquals(17, router.counter("calls.rerouted"));
    }

    @Test
    void singleCalleeThatCannotAnswerIsAnError() {
        List<FakePeer> able = rerouting("single", 1);
        caller.send(TestRouter.call(1, ADD));

        unavailable(able.get(0));

        assertEquals(Reason.NO_AVAILABLE_CALLEE, caller.next(Error.class).error());
    }

    @Test
    void unavailableOfACalleeThatKnowsNoReroutingIsItsAnswer() {
        all("first");
        caller.send(TestRouter.call(1, ADD));

        unavailable(callees.get(0));

        assertEquals(Reason.UNAVAILABLE, caller.next(Error.class).error());
        callees.get(1).nothing();
    }

    private List<FakePeer> rerouting(String policy, int count) {
        Map<String, Object> features = Map.of("features", Map.of("call_reroute", true));
        List<FakePeer> able = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FakePeer peer = router.connect().send(TestRouter.hello(Map.of("callee", features)));
            peer.next(Welcome.class);
            register(peer, policy);
            able.add(peer);
        }
        return able;
    }

    private static void unavailable(FakePeer callee) {
        long request = callee.next(Invocation.class).request();
        callee.send(new Error(Invocation.TYPE, request, Options.EMPTY, Reason.UNAVAILABLE, Payload.EMPTY));
    }

    private void all(String policy) {
        callees.forEach(callee -> register(callee, policy));
    }

    private static long register(FakePeer callee, String policy) {
        callee.send(new Register(1, Options.of("invoke", policy), ADD));
        return callee.next(Registered.class).registration();
    }

    private static void refused(FakePeer callee, long request, Options options, String reason) {
        callee.send(new Register(request, options, ADD));
        assertEquals(reason, callee.next(Error.class).error());
    }

    /** Which callees get so many calls. */
    private List<Integer> answering(int calls) {
        return IntStream.range(0, calls).mapToObj(i -> answering(Options.EMPTY)).toList();
    }

    private List<Integer> keyed(int keys) {
        return IntStream.range(0, keys)
                .mapToObj(i -> answering(Options.of("rkey", "key" + i)))
                .toList();
    }

    private int answering(Options options) {
        caller.send(new Call(requests++, options, ADD, Payload.EMPTY));
        for (int i = 0; i < callees.size(); i++) {
            if (callees.get(i).poll() instanceof Invocation invocation) {
                callees.get(i).send(new Yield(invocation.request(), Options.EMPTY, Payload.EMPTY));
                Objects.requireNonNull(caller.next(Result.class));
                return i;
            }
        }
        throw new AssertionError("nobody was asked");
    }
}
