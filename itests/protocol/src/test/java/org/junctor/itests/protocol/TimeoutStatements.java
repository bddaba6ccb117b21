package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls that may not take long (spec: "Call Timeouts"). */
interface TimeoutStatements extends OnWire {
    /** All roles, with a callee that keeps the time itself. */
    private static Map<String, Object> punctual() {
        Map<String, Object> roles = new HashMap<>(Session.ALL_ROLES);
        roles.put("callee", Session.features("call_canceling", "call_timeout", "progressive_call_results"));
        return roles;
    }

    /** Sends a call with a time limit. */
    private static long call(Session caller, String procedure, long timeoutMs) {
        return caller.request(Type.CALL, Map.of("timeout", timeoutMs), procedure);
    }

    @Test
    default void A09_theDealerEndsACallThatTakesTooLong(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        callee.register("org.junctor.test.a09");

        long began = System.nanoTime();
        long call = call(caller, "org.junctor.test.a09", 200);
        JsonNode invocation = callee.receive(Type.INVOCATION);
        caller.error(Type.CALL, call, "wamp.error.timeout");
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        JsonNode interrupt = callee.receive(Type.INTERRUPT);
        assertEquals(invocation.get(1), interrupt.get(1));
        assertEquals("killnowait", interrupt.get(2).path("mode").asText());
        assertTrue(took.toMillis() >= 190 && took.toSeconds() < 5, () -> "the unit is milliseconds: " + took);
        callee.yieldTo(invocation, "too late");
        callee.expectNothingMore();
        caller.expectNothingMore();
    }

    @Test
    default void A09_aCalleeThatCannotCancelIsNotTold(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire(), Session.PLAIN_ROLES);
        callee.register("org.junctor.test.a09b");

        long call = call(caller, "org.junctor.test.a09b", 50);
        callee.receive(Type.INVOCATION);

        caller.error(Type.CALL, call, "wamp.error.timeout");
        callee.expectNothingMore();
    }

    @Test
    default void A10_zeroMeansNoLimit(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        callee.register("org.junctor.test.a10");
        long unlimited = call(caller, "org.junctor.test.a10", 0);
        JsonNode invocation = callee.receive(Type.INVOCATION);
        long limited = call(caller, "org.junctor.test.a10", 300);
        callee.receive(Type.INVOCATION);
        caller.error(Type.CALL, limited, "wamp.error.timeout");

        callee.receive(Type.INTERRUPT);
        callee.yieldTo(invocation, "in time");

        assertEquals(
                "in time", caller.answer(Type.RESULT, unlimited).get(3).get(0).asText());
    }

    @Test
    default void A11_theTimeoutIsLeftToCalleesThatWantIt(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire(), punctual());
        callee.register("org.junctor.test.a11", Map.of("forward_timeout", true));
        callee.register("org.junctor.test.a11.fence");

        long call = call(caller, "org.junctor.test.a11", 100);
        JsonNode invocation = callee.receive(Type.INVOCATION);
        long later = call(caller, "org.junctor.test.a11.fence", 400);
        callee.receive(Type.INVOCATION);

        assertEquals(100, invocation.get(3).path("timeout").asInt(), invocation::toString);
        caller.error(
                Type.CALL, later, "wamp.error.timeout"); // the first call's limit is long past, and nothing was said
        callee.receive(Type.INTERRUPT);
        callee.fail(invocation, "wamp.error.timeout");
        caller.error(Type.CALL, call, "wamp.error.timeout");
    }

    @Test
    default void A11_otherwiseTheTimeoutIsNotForwarded(Router router) {
        Session caller = router.join(wire());
        Session punctual = router.join(wire(), punctual());
        Session other = router.join(wire());
        punctual.register("org.junctor.test.a11b");
        other.register("org.junctor.test.a11c", Map.of("forward_timeout", true));

        for (Session callee : List.of(punctual, other)) {
            long call = call(caller, callee == punctual ? "org.junctor.test.a11b" : "org.junctor.test.a11c", 100);
            JsonNode invocation = callee.receive(Type.INVOCATION);
            assertFalse(invocation.get(3).has("timeout"), invocation::toString);
            caller.error(Type.CALL, call, "wamp.error.timeout");
        }
    }

    @Test
    default void A12_eachPartOfAResultGivesTheCalleeNewTime(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        callee.register("org.junctor.test.a12");
        callee.register("org.junctor.test.a12.clock");
        long call =
                caller.request(Type.CALL, Map.of("timeout", 1000, "receive_progress", true), "org.junctor.test.a12");
        long invocation = callee.receive(Type.INVOCATION).get(1).asLong();

        long began = System.nanoTime();
        for (int part = 0; part < 4; part++) {
            long clock = call(caller, "org.junctor.test.a12.clock", 400);
            callee.receive(Type.INVOCATION);
            caller.error(Type.CALL, clock, "wamp.error.timeout");
            callee.receive(Type.INTERRUPT);
            callee.peer().send(Type.YIELD, invocation, Map.of("progress", true), List.of(part));
            caller.answer(Type.RESULT, call);
        }
        assertTrue(Duration.ofNanos(System.nanoTime() - began).toMillis() > 1000, "longer than the limit in all");

        caller.error(Type.CALL, call, "wamp.error.timeout");
        assertEquals(invocation, callee.receive(Type.INTERRUPT).get(1).asLong());
    }
}
