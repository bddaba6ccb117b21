package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Registrations by pattern (spec: "Pattern-based Registrations"). */
interface PatternRegistrationStatements extends OnWire {
    /** Calls {@code procedure}, which {@code registration} of {@code callee} must be asked for. */
    private static void routes(Session caller, Session callee, long registration, String procedure) {
        caller.call(procedure);
        JsonNode invocation = callee.receive(Type.INVOCATION);
        assertEquals(registration, invocation.get(2).asLong(), () -> "registration of " + procedure);
    }

    @Test
    default void A21_exactBeatsPrefixBeatsWildcard(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        long exact = callee.register("org.junctor.a21.one.x");
        long prefix = callee.register("org.junctor.a21.one", Map.of("match", "prefix"));
        long wildcard = callee.register("org.junctor.a21..x", Map.of("match", "wildcard"));

        routes(caller, callee, exact, "org.junctor.a21.one.x");
        routes(caller, callee, prefix, "org.junctor.a21.one.y");
        routes(caller, callee, prefix, "org.junctor.a21.one-more");
        routes(caller, callee, wildcard, "org.junctor.a21.two.x");
        long none = caller.call("org.junctor.a21.two.y");
        caller.error(Type.CALL, none, "wamp.error.no_such_procedure");
    }

    @Test
    default void A22_theLongestPrefixWins(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        long shorter = callee.register("org.junctor.a22", Map.of("match", "prefix"));
        long longer = callee.register("org.junctor.a22.deep", Map.of("match", "prefix"));

        routes(caller, callee, longer, "org.junctor.a22.deep.er");
        routes(caller, callee, shorter, "org.junctor.a22.dee");
    }

    @Test
    default void A23_theWildcardWithTheLongerLiteralBeginningWins(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        long late = callee.register("org.junctor.a23.b..d", Map.of("match", "wildcard"));
        long early = callee.register("org.junctor.a23..c.d", Map.of("match", "wildcard"));
        long tie = callee.register("org.junctor.a23.b..", Map.of("match", "wildcard"));

        routes(caller, callee, late, "org.junctor.a23.b.c.d");
        routes(caller, callee, early, "org.junctor.a23.x.c.d");
        routes(caller, callee, tie, "org.junctor.a23.b.c.x");
    }

    @Test
    default void A24_invocationsOfPatternsCarryTheProcedure(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        callee.register("org.junctor.a24", Map.of("match", "prefix"));

        caller.call("org.junctor.a24.some.thing");

        JsonNode invocation = callee.receive(Type.INVOCATION);
        assertEquals(
                "org.junctor.a24.some.thing", invocation.get(3).get("procedure").asText());
    }
}
