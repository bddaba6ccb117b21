package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls whose arguments come in parts (spec: "Progressive Call Invocations"). */
interface ProgressiveInvocationStatements extends OnWire {
    /** Sends a part of a call under the id of its first part. */
    private static void part(Session caller, long call, boolean more, String procedure, Object argument) {
        caller.peer().send(Type.CALL, call, more ? Map.of("progress", true) : Map.of(), procedure, List.of(argument));
    }

    /** Begins a call in parts. */
    private static long begin(Session caller, String procedure) {
        return caller.request(Type.CALL, Map.of("progress", true), procedure, List.of(0));
    }

    @Test
    default void A13_whoDidNotAnnounceItMayNotSendParts(Router router) {
        Session bystander = router.join(wire());
        Session caller = router.join(wire(), Session.PLAIN_ROLES);
        bystander.register("org.junctor.test.a13");

        begin(caller, "org.junctor.test.a13");

        caller.expectViolation();
        bystander.expectAlive();
    }

    @Test
    default void A14_aCalleeThatCannotTakePartsIsNotAsked(Router router) {
        Session caller = router.join(wire());
        Session plain = router.join(wire(), Session.PLAIN_ROLES);
        Map<String, Object> roles = new HashMap<>(Session.ALL_ROLES);
        roles.put("callee", Session.features("progressive_call_invocations"));
        Session uncancelable = router.join(wire(), roles);
        plain.register("org.junctor.test.a14.plain");
        uncancelable.register("org.junctor.test.a14.uncancelable");

        for (String procedure : List.of("org.junctor.test.a14.plain", "org.junctor.test.a14.uncancelable")) {
            long call = begin(caller, procedure);
            caller.error(Type.CALL, call, "wamp.error.feature_not_supported");
        }
        plain.expectNothingMore();
        uncancelable.expectNothingMore();
    }

    @Test
    default void A15_allPartsHaveOneInvocationAndOneCallee(Router router) {
        Session caller = router.join(wire());
        Session one = router.join(wire());
        Session two = router.join(wire());
        one.registerShared("org.junctor.test.a15", "roundrobin");
        two.registerShared("org.junctor.test.a15", "roundrobin");

        long call = begin(caller, "org.junctor.test.a15");
        JsonNode first = one.receive(Type.INVOCATION);
        for (int i = 1; i < 5; i++) {
            part(caller, call, i < 4, "org.junctor.test.a15", i);
            JsonNode next = one.receive(Type.INVOCATION);
            assertEquals(first.get(1), next.get(1));
            assertEquals(i < 4, next.get(3).path("progress").asBoolean(), next::toString);
            assertEquals(i, next.get(4).get(0).asInt());
        }
        one.yieldTo(first, "all");

        assertTrue(first.get(3).path("progress").asBoolean(), first::toString);
        assertEquals("all", caller.answer(Type.RESULT, call).get(3).get(0).asText());
        two.expectNothingMore();
    }

    @Test
    default void A15_theNextCallGoesToTheNextCallee(Router router) {
        Session caller = router.join(wire());
        Session one = router.join(wire());
        Session two = router.join(wire());
        one.registerShared("org.junctor.test.a15b", "roundrobin");
        two.registerShared("org.junctor.test.a15b", "roundrobin");

        long call = begin(caller, "org.junctor.test.a15b");
        part(caller, call, false, "org.junctor.test.a15b", 1);
        one.receive(Type.INVOCATION);
        one.yieldTo(one.receive(Type.INVOCATION), "done");
        caller.answer(Type.RESULT, call);
        caller.call("org.junctor.test.a15b");

        two.receive(Type.INVOCATION);
    }

    @Test
    default void A15_resultsMayComeInPartsTheOtherWay(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        callee.register("org.junctor.test.a15c");
        long call = caller.request(
                Type.CALL, Map.of("progress", true, "receive_progress", true), "org.junctor.test.a15c", List.of(0));

        for (int i = 0; i < 5; i++) {
            JsonNode invocation = callee.receive(Type.INVOCATION);
            assertEquals(i, invocation.get(4).get(0).asInt());
            callee.peer().send(Type.YIELD, invocation.get(1).asLong(), Map.of("progress", i < 4), List.of(-i));
            assertEquals(-i, caller.answer(Type.RESULT, call).get(3).get(0).asInt());
            if (i < 4) {
                part(caller, call, i < 3, "org.junctor.test.a15c", i + 1);
            }
        }
    }

    @Test
    default void A16_onlyTheFirstPartsOptionsCount(Router router) {
        Session caller = router.join(wire(), Router.DISCREET);
        Session callee = router.join(wire(), Router.DISCREET);
        callee.register("org.junctor.test.a16");

        long call = begin(caller, "org.junctor.test.a16");
        caller.peer()
                .send(
                        Type.CALL,
                        call,
                        Map.of("progress", true, "disclose_me", true, "timeout", 1, "receive_progress", true),
                        "org.junctor.test.a16",
                        List.of(1));
        JsonNode first = callee.receive(Type.INVOCATION);
        JsonNode second = callee.receive(Type.INVOCATION);
        caller.expectNothingMore(); // no timeout either
        part(caller, call, false, "org.junctor.test.a16", 2);
        callee.receive(Type.INVOCATION);
        callee.yieldTo(first, "done");

        assertEquals(first.get(3), second.get(3));
        assertFalse(second.get(3).has("caller"), second::toString);
        caller.answer(Type.RESULT, call);
    }

    @Test
    default void A17_aPartAfterTheEndIsDiscarded(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        callee.register("org.junctor.test.a17");
        long call = begin(caller, "org.junctor.test.a17");
        callee.yieldTo(callee.receive(Type.INVOCATION), "enough");
        caller.answer(Type.RESULT, call);

        part(caller, call, true, "org.junctor.test.a17", 1);
        part(caller, call, false, "org.junctor.test.a17", 2);

        caller.expectNothingMore();
        callee.expectNothingMore();
        caller.expectAlive();
    }

    @Test
    default void A18_anIdAheadOfTheSequenceIsAViolation(Router router) {
        Session caller = router.join(wire());
        caller.subscribe("org.junctor.test.a18");

        caller.peer().send(Type.CALL, 3, Map.of("progress", true), "org.junctor.test.a18", List.of(0));

        caller.expectViolation();
    }

    @Test
    default void A18_repeatingACallThatIsNotInPartsIsAViolation(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        callee.register("org.junctor.test.a18b");
        long call = caller.call("org.junctor.test.a18b");
        callee.receive(Type.INVOCATION);

        part(caller, call, true, "org.junctor.test.a18b", 1);

        caller.expectViolation();
        callee.receive(Type.INTERRUPT);
        callee.expectAlive();
    }

    @Test
    default void A18_otherRequestsMayComeBetweenTheParts(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        callee.register("org.junctor.test.a18c");
        long call = begin(caller, "org.junctor.test.a18c");
        JsonNode invocation = callee.receive(Type.INVOCATION);

        caller.subscribe("org.junctor.test.a18c");
        part(caller, call, false, "org.junctor.test.a18c", 1);
        assertEquals(invocation.get(1), callee.receive(Type.INVOCATION).get(1));
        callee.yieldTo(invocation, "all");

        caller.answer(Type.RESULT, call);
        caller.subscribe("org.junctor.test.a18c.more");
    }
}
