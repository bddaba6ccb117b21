package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of calls when one side leaves (spec: "Callee Leaving", "Caller Leaving"). */
interface LeavingStatements extends OnWire {
    @Test
    default void R09_lossOfTheCalleeIsAnError(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        callee.register("org.junctor.test.r09");
        long call = caller.call("org.junctor.test.r09");
        callee.receive(Type.INVOCATION);

        callee.peer().cut();

        caller.error(Type.CALL, call, "wamp.error.canceled");
    }

    @Test
    default void R09_goodbyeOfTheCalleeIsAnErrorToo(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        callee.register("org.junctor.test.r09b");
        long call = caller.call("org.junctor.test.r09b");
        callee.receive(Type.INVOCATION);

        callee.leave();

        caller.error(Type.CALL, call, "wamp.error.canceled");
    }

    @Test
    default void R10_lossOfTheCallerInterruptsTheCallee(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        callee.register("org.junctor.test.r10");
        caller.call("org.junctor.test.r10");
        JsonNode invocation = callee.receive(Type.INVOCATION);

        caller.peer().cut();

        JsonNode interrupt = callee.receive(Type.INTERRUPT);
        assertEquals(invocation.get(1), interrupt.get(1));
        assertEquals("killnowait", interrupt.get(2).path("mode").asText());
    }

    @Test
    default void R10_aCalleeThatCannotCancelIsNotInterrupted(Router router) {
        Session caller = router.join(wire());
        Session watcher = router.join(wire());
        Session callee = router.join(wire(), Session.PLAIN_ROLES);
        callee.register("org.junctor.test.r10b");
        long left = watcher.subscribe("wamp.session.on_leave");
        caller.call("org.junctor.test.r10b");
        callee.receive(Type.INVOCATION);

        caller.peer().cut();

        JsonNode event = watcher.event(left);
        assertEquals(caller.id(), event.get(4).get(0).asLong());
        callee.expectNothingMore();
    }

    @Test
    default void R11_aLateAnswerIsDiscarded(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        callee.register("org.junctor.test.r11");
        caller.call("org.junctor.test.r11");
        JsonNode invocation = callee.receive(Type.INVOCATION);
        caller.peer().cut();
        callee.receive(Type.INTERRUPT);

        callee.peer().send(Type.YIELD, invocation.get(1).asLong(), Map.of(), List.of("too late"));

        callee.expectAlive();
    }

    @Test
    default void R13_registrationsEndWithTheSession(Router router) {
        Session callee = router.join(wire());
        Session caller = router.join(wire());
        callee.register("org.junctor.test.r13");
        callee.leave();

        long call = caller.call("org.junctor.test.r13");

        caller.error(Type.CALL, call, "wamp.error.no_such_procedure");
        caller.register("org.junctor.test.r13");
    }
}
