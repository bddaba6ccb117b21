package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Procedures with several callees (spec: "Shared Registration", "Call Rerouting"). */
interface SharedRegistrationStatements extends OnWire {
    /** Some callees of one procedure. */
    record Team(String procedure, Session caller, List<Session> callees) {
        /** Calls once: only this callee may be asked, and answers. */
        void served(int by) {
            long call = caller.call(procedure);
            JsonNode invocation = callees.get(by).receive(Type.INVOCATION);
            callees.get(by).yieldTo(invocation, by);
            caller.answer(Type.RESULT, call);
        }

        /** The next invocation of this callee is declined. */
        void declined(int by) {
            JsonNode invocation = callees.get(by).receive(Type.INVOCATION);
            callees.get(by)
                    .peer()
                    .send(Type.ERROR, Type.INVOCATION, invocation.get(1).asLong(), Map.of(), "wamp.error.unavailable");
        }
    }

    private Team team(Router router, String procedure, String invoke, int size) {
        List<Session> callees = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Session callee = router.join(wire());
            callee.registerShared(procedure, invoke);
            callees.add(callee);
        }
        return new Team(procedure, router.join(wire()), callees);
    }

    @Test
    default void A25_roundrobinGoesAround(Router router) {
        Team team = team(router, "org.junctor.test.a25", "roundrobin", 3);

        for (int i = 0; i < 7; i++) {
            team.served(i % 3);
        }
    }

    @Test
    default void A26_randomReachesEveryCallee(Router router) {
        Team team = team(router, "org.junctor.test.a26", "random", 3);
        int[] served = new int[3];
        for (int i = 0; i < 60; i++) {
            team.caller().call(team.procedure());
        }
        team.caller().expectNothingMore(); // all of them are on their way to the callees
        for (int by = 0; by < 3; by++) {
            Session callee = team.callees().get(by);
            long fence = callee.request(Type.UNSUBSCRIBE, 4711);
            JsonNode message = callee.peer().receive();
            while (message.get(0).asInt() == Type.INVOCATION) {
                served[by]++;
                message = callee.peer().receive();
            }
            assertEquals(fence, message.get(2).asLong());
        }

        assertEquals(60, Arrays.stream(served).sum());
        for (int count : served) {
            assertTrue(count > 3, () -> "60 calls hardly ever spare one of three: " + Arrays.toString(served));
        }
    }

    @Test
    default void A27_firstAsksTheFirstOneThereIs(Router router) {
        Team team = team(router, "org.junctor.test.a27", "first", 3);

        team.served(0);
        team.served(0);
        team.callees().get(0).leave();
        team.served(1);
    }

    @Test
    default void A27_lastAsksTheLastOneThereIs(Router router) {
        Team team = team(router, "org.junctor.test.a27b", "last", 3);

        team.served(2);
        team.callees().get(2).leave();
        team.served(1);
        Session newcomer = router.join(wire());
        newcomer.registerShared(team.procedure(), "last");
        team.callees().set(2, newcomer);
        team.served(2);
    }

    @Test
    default void A28_anotherPolicyIsRefused(Router router) {
        Team team = team(router, "org.junctor.test.a28", "roundrobin", 1);
        Session other = router.join(wire());

        for (Map<String, Object> options : List.<Map<String, Object>>of(
                Map.of("invoke", "random"), Map.of("invoke", "single"), Map.of(), Map.of("invoke", "first"))) {
            long request = other.request(Type.REGISTER, options, team.procedure());
            other.error(Type.REGISTER, request, "wamp.error.procedure_already_exists");
        }
        team.served(0);
    }

    @Test
    default void A28_registeringTwiceIsOneEntry(Router router) {
        Team team = team(router, "org.junctor.test.a28b", "roundrobin", 2);

        team.callees().get(0).registerShared(team.procedure(), "roundrobin");

        team.served(0);
        team.served(1);
        team.served(0);
    }

    @Test
    default void A29_withTheLastCalleeThePolicyGoes(Router router) {
        Team team = team(router, "org.junctor.test.a29", "roundrobin", 2);
        team.callees().get(0).leave();
        team.callees().get(1).leave();
        Session newcomer = router.join(wire());

        newcomer.registerShared("org.junctor.test.a29", "first");

        long call = team.caller().call("org.junctor.test.a29");
        newcomer.yieldTo(newcomer.receive(Type.INVOCATION), "new");
        team.caller().answer(Type.RESULT, call);
    }

    @Test
    default void A30_roundrobinGoesOnToTheNext(Router router) {
        Team team = team(router, "org.junctor.test.a30", "roundrobin", 3);

        long call = team.caller().request(Type.CALL, Map.of(), team.procedure(), List.of("kept"));
        team.declined(0);
        team.declined(1);
        JsonNode invocation = team.callees().get(2).receive(Type.INVOCATION);
        team.callees().get(2).yieldTo(invocation, "at last");

        assertEquals("kept", invocation.get(4).get(0).asText());
        assertEquals(
                "at last", team.caller().answer(Type.RESULT, call).get(3).get(0).asText());
    }

    @Test
    default void A30_firstGoesUpAndLastGoesDown(Router router) {
        Team first = team(router, "org.junctor.test.a30.first", "first", 3);
        Team last = team(router, "org.junctor.test.a30.last", "last", 3);

        first.caller().call(first.procedure());
        first.declined(0);
        first.declined(1);
        first.callees().get(2).receive(Type.INVOCATION);
        last.caller().call(last.procedure());
        last.declined(2);
        last.declined(1);
        last.callees().get(0).receive(Type.INVOCATION);
    }

    @Test
    default void A30_whenNobodyIsLeftItIsAnError(Router router) {
        Team single = team(router, "org.junctor.test.a30.single", "single", 1);
        Team shared = team(router, "org.junctor.test.a30.shared", "roundrobin", 2);

        long alone = single.caller().call(single.procedure());
        single.declined(0);
        single.caller().error(Type.CALL, alone, "wamp.error.no_available_callee");
        long call = shared.caller().call(shared.procedure());
        shared.declined(0);
        shared.declined(1);
        shared.caller().error(Type.CALL, call, "wamp.error.no_available_callee");
        shared.served(0);
    }

    @Test
    default void A30_withoutTheFeatureItIsAnOrdinaryError(Router router) {
        Session callee = router.join(wire(), Session.PLAIN_ROLES);
        Session caller = router.join(wire());
        callee.registerShared("org.junctor.test.a30.plain", "roundrobin");
        Team team = new Team("org.junctor.test.a30.plain", caller, List.of(callee));

        long call = caller.call(team.procedure());
        team.declined(0);

        caller.error(Type.CALL, call, "wamp.error.unavailable");
    }
}
