package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Results in parts (spec: "Progressive Call Results"). */
interface ProgressStatements extends OnWire {
    @Test
    default void A01_progressIsAskedOnlyOfThoseWhoCan(Router router) {
        Session caller = router.join(wire());
        Session able = router.join(wire());
        Session unable = router.join(wire(), Session.PLAIN_ROLES);
        able.register("org.junctor.test.a01.able");
        unable.register("org.junctor.test.a01.unable");

        caller.request(Type.CALL, Map.of("receive_progress", true), "org.junctor.test.a01.able");
        caller.request(Type.CALL, Map.of("receive_progress", true), "org.junctor.test.a01.unable");

        assertTrue(able.receive(Type.INVOCATION).get(3).path("receive_progress").asBoolean());
        assertFalse(unable.receive(Type.INVOCATION).get(3).has("receive_progress"));
    }

    @Test
    default void A02_partsArriveInOrderAndAtOnce(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        callee.register("org.junctor.test.a02");
        long call = caller.request(Type.CALL, Map.of("receive_progress", true), "org.junctor.test.a02");
        long invocation = callee.receive(Type.INVOCATION).get(1).asLong();

        for (int i = 0; i < 50; i++) {
            callee.peer().send(Type.YIELD, invocation, Map.of("progress", true), List.of(i));
            JsonNode part = caller.answer(Type.RESULT, call);
            assertEquals(i, part.get(3).get(0).asInt());
            assertTrue(part.get(2).path("progress").asBoolean());
        }
        callee.peer().send(Type.YIELD, invocation, Map.of(), List.of("end"));

        JsonNode last = caller.answer(Type.RESULT, call);
        assertFalse(last.get(2).path("progress").asBoolean());
        assertEquals("end", last.get(3).get(0).asText());
    }

    @Test
    default void A03_nothingFollowsTheEnd(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        callee.register("org.junctor.test.a03");
        long call = caller.request(Type.CALL, Map.of("receive_progress", true), "org.junctor.test.a03");
        long invocation = callee.receive(Type.INVOCATION).get(1).asLong();

        callee.peer().send(Type.YIELD, invocation, Map.of(), List.of("end"));
        callee.peer().send(Type.YIELD, invocation, Map.of(), List.of("again"));
        callee.peer().send(Type.YIELD, invocation, Map.of("progress", true), List.of("again"));
        callee.expectNothingMore();

        caller.answer(Type.RESULT, call);
        caller.expectNothingMore();
    }

    @Test
    default void A03_anErrorEndsACallInParts(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        callee.register("org.junctor.test.a03b");
        long call = caller.request(Type.CALL, Map.of("receive_progress", true), "org.junctor.test.a03b");
        long invocation = callee.receive(Type.INVOCATION).get(1).asLong();

        callee.peer().send(Type.YIELD, invocation, Map.of("progress", true), List.of(1));
        callee.peer().send(Type.ERROR, Type.INVOCATION, invocation, Map.of(), "org.junctor.error.broken");

        caller.answer(Type.RESULT, call);
        caller.error(Type.CALL, call, "org.junctor.error.broken");
    }
}
