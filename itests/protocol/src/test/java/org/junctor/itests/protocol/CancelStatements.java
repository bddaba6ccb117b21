package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Canceling of calls (spec: "Call Canceling"). */
interface CancelStatements extends OnWire {
    /** A call that is being worked on. */
    record Running(Session caller, Session callee, long call, long invocation) {}

    /** Starts a call of {@code procedure} with a callee of these roles. */
    default Running start(Router router, String procedure, Map<String, Object> calleeRoles) {
        Session caller = router.join(wire());
        Session callee = router.join(wire(), calleeRoles);
        callee.register(procedure);
        long call = caller.call(procedure);
        return new Running(
                caller, callee, call, callee.receive(Type.INVOCATION).get(1).asLong());
    }

    @Test
    default void A04_skipAnswersAtOnceAndTellsNobody(Router router) {
        Running running = start(router, "org.junctor.test.a04", Session.ALL_ROLES);

        running.caller().peer().send(Type.CANCEL, running.call(), Map.of("mode", "skip"));

        running.caller().error(Type.CALL, running.call(), "wamp.error.canceled");
        running.callee().expectNothingMore();
        running.callee().peer().send(Type.YIELD, running.invocation(), Map.of(), List.of("dropped"));
        running.callee().expectNothingMore();
        running.caller().expectNothingMore();
    }

    @Test
    default void A05_killForwardsWhatTheCalleeAnswers(Router router) {
        Running running = start(router, "org.junctor.test.a05", Session.ALL_ROLES);

        running.caller().peer().send(Type.CANCEL, running.call(), Map.of("mode", "kill"));
        JsonNode interrupt = running.callee().receive(Type.INTERRUPT);
        running.callee()
                .peer()
                .send(Type.ERROR, Type.INVOCATION, running.invocation(), Map.of(), "org.junctor.error.stopped");

        assertEquals(running.invocation(), interrupt.get(1).asLong());
        assertEquals("kill", interrupt.get(2).get("mode").asText());
        running.caller().error(Type.CALL, running.call(), "org.junctor.error.stopped");
    }

    @Test
    default void A06_killnowaitAnswersAtOnceAndInterrupts(Router router) {
        Running running = start(router, "org.junctor.test.a06", Session.ALL_ROLES);

        running.caller().peer().send(Type.CANCEL, running.call(), Map.of("mode", "killnowait"));

        running.caller().error(Type.CALL, running.call(), "wamp.error.canceled");
        JsonNode interrupt = running.callee().receive(Type.INTERRUPT);
        assertEquals("killnowait", interrupt.get(2).get("mode").asText());
        running.callee().peer().send(Type.YIELD, running.invocation(), Map.of(), List.of("dropped"));
        running.callee().expectNothingMore();
        running.caller().expectNothingMore();
    }

    @Test
    default void A06_withoutModeItIsKillnowait(Router router) {
        Running running = start(router, "org.junctor.test.a06b", Session.ALL_ROLES);

        running.caller().peer().send(Type.CANCEL, running.call(), Map.of());

        running.caller().error(Type.CALL, running.call(), "wamp.error.canceled");
        assertEquals(
                running.invocation(),
                running.callee().receive(Type.INTERRUPT).get(1).asLong());
    }

    @Test
    default void A07_aCalleeThatCannotCancelIsNotTold(Router router) {
        for (String mode : List.of("skip", "kill", "killnowait")) {
            Running running = start(router, "org.junctor.test.a07." + mode, Session.PLAIN_ROLES);

            running.caller().peer().send(Type.CANCEL, running.call(), Map.of("mode", mode));

            running.caller().error(Type.CALL, running.call(), "wamp.error.canceled");
            running.callee().expectNothingMore();
        }
    }

    @Test
    default void A08_cancelOfWhatIsNotRunningIsIgnored(Router router) {
        Running running = start(router, "org.junctor.test.a08", Session.ALL_ROLES);
        Session stranger = router.join(wire());

        stranger.peer().send(Type.CANCEL, running.call(), Map.of("mode", "kill"));
        stranger.expectNothingMore();
        running.callee().expectNothingMore();
        running.callee().peer().send(Type.YIELD, running.invocation(), Map.of());
        running.caller().answer(Type.RESULT, running.call());
        running.caller().peer().send(Type.CANCEL, running.call(), Map.of("mode", "kill"));

        running.caller().expectNothingMore();
        running.callee().expectNothingMore();
    }
}
