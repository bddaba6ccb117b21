package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Procedures (spec: "Remote Procedure Calls", "Ordering Guarantees"). */
interface CallStatements extends OnWire {
    @Test
    default void R01_aProcedureHasOneCallee(Router router) {
        Session callee = router.join(wire());
        Session other = router.join(wire());
        callee.register("org.junctor.test.r01");

        long own = callee.request(Type.REGISTER, Map.of(), "org.junctor.test.r01");
        callee.error(Type.REGISTER, own, "wamp.error.procedure_already_exists");
        long others = other.request(Type.REGISTER, Map.of(), "org.junctor.test.r01");
        other.error(Type.REGISTER, others, "wamp.error.procedure_already_exists");
    }

    @Test
    default void R02_unregisterEndsTheRegistration(Router router) {
        Session callee = router.join(wire());
        Session other = router.join(wire());
        long registration = callee.register("org.junctor.test.r02");

        long foreign = other.request(Type.UNREGISTER, registration);
        other.error(Type.UNREGISTER, foreign, "wamp.error.no_such_registration");
        callee.answer(Type.UNREGISTERED, callee.request(Type.UNREGISTER, registration));
        long again = callee.request(Type.UNREGISTER, registration);
        callee.error(Type.UNREGISTER, again, "wamp.error.no_such_registration");
        long call = other.call("org.junctor.test.r02");
        other.error(Type.CALL, call, "wamp.error.no_such_procedure");
    }

    @Test
    default void R03_payloadsPassUnchanged(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        long registration = callee.register("org.junctor.test.r03");
        String arguments = "[1,-2.5,\"ü\\u0000\\\"\",null,true,[[]],{\"a\":{}},9007199254740993,1e300]";
        String keywords = "{\"kw\":[1,2],\"ü\":\"😀\"}";

        caller.peer().sendText("[48,1,{},\"org.junctor.test.r03\"," + arguments + "," + keywords + "]");
        JsonNode invocation = callee.receive(Type.INVOCATION);
        callee.peer().sendText("[70," + invocation.get(1) + ",{}," + arguments + "," + keywords + "]");
        JsonNode result = caller.answer(Type.RESULT, 1);

        assertEquals(registration, invocation.get(2).asLong());
        assertEquals(Json.tree(arguments), invocation.get(4));
        assertEquals(Json.tree(keywords), invocation.get(5));
        assertEquals(Json.tree(arguments), result.get(3));
        assertEquals(Json.tree(keywords), result.get(4));
    }

    @Test
    default void R04_errorsPassUnchanged(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        callee.register("org.junctor.test.r04");
        long call = caller.call("org.junctor.test.r04");
        JsonNode invocation = callee.receive(Type.INVOCATION);

        callee.peer()
                .send(
                        Type.ERROR,
                        Type.INVOCATION,
                        invocation.get(1).asLong(),
                        Map.of(),
                        "org.junctor.error.broken",
                        List.of("text", 7),
                        Map.of("detail", Map.of("deep", true)));

        JsonNode error = caller.error(Type.CALL, call, "org.junctor.error.broken");
        assertEquals(Json.tree("[\"text\",7]"), error.get(5));
        assertEquals(Json.tree("{\"detail\":{\"deep\":true}}"), error.get(6));
    }

    @Test
    default void R05_callOfWhatIsNotThereIsAnError(Router router) {
        Session caller = router.join(wire());

        long call = caller.call("org.junctor.test.r05");

        caller.error(Type.CALL, call, "wamp.error.no_such_procedure");
    }

    @Test
    default void R06_registeredComesBeforeTheFirstInvocation(Router router) {
        Session caller = router.join(wire());
        for (int i = 0; i < 20; i++) {
            Session callee = router.join(wire());
            String procedure = "org.junctor.test.r06." + i;
            caller.call(procedure);
            long request = callee.request(Type.REGISTER, Map.of(), procedure);
            for (int j = 0; j < 10; j++) {
                caller.call(procedure);
            }
            callee.answer(Type.REGISTERED, request);
        }
    }

    @Test
    default void R07_invocationsKeepTheOrderOfCalls(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        callee.register("org.junctor.test.r07.a");
        callee.register("org.junctor.test.r07.b");

        for (int i = 0; i < 500; i++) {
            caller.call("org.junctor.test.r07." + (i % 2 == 0 ? "a" : "b"), i);
        }

        for (int i = 0; i < 500; i++) {
            assertEquals(i, callee.receive(Type.INVOCATION).get(4).get(0).asInt());
        }
    }

    @Test
    default void R08_aSlowCallDoesNotDelayALaterOne(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        callee.register("org.junctor.test.r08");
        long slow = caller.call("org.junctor.test.r08", "slow");
        long quick = caller.call("org.junctor.test.r08", "quick");
        JsonNode first = callee.receive(Type.INVOCATION);
        JsonNode second = callee.receive(Type.INVOCATION);

        callee.peer().send(Type.YIELD, second.get(1).asLong(), Map.of());
        caller.answer(Type.RESULT, quick);
        callee.peer().send(Type.YIELD, first.get(1).asLong(), Map.of());
        caller.answer(Type.RESULT, slow);
    }

    @Test
    default void R12_aSessionMayCallItself(Router router) {
        Session session = router.join(wire());
        session.register("org.junctor.test.r12");

        long call = session.call("org.junctor.test.r12", "me");
        JsonNode invocation = session.receive(Type.INVOCATION);
        session.peer().send(Type.YIELD, invocation.get(1).asLong(), Map.of(), List.of("myself"));

        assertEquals("myself", session.answer(Type.RESULT, call).get(3).get(0).asText());
    }

    @Test
    default void R14_onlyTheCalleeCanAnswer(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        Session thief = router.join(wire());
        callee.register("org.junctor.test.r14");
        long call = caller.call("org.junctor.test.r14");
        JsonNode invocation = callee.receive(Type.INVOCATION);

        thief.peer().send(Type.YIELD, invocation.get(1).asLong(), Map.of(), List.of("stolen"));
        thief.expectViolation();
        callee.peer().send(Type.YIELD, invocation.get(1).asLong(), Map.of(), List.of("mine"));

        assertEquals("mine", caller.answer(Type.RESULT, call).get(3).get(0).asText());
    }
}
