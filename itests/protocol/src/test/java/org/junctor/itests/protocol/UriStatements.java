package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** URIs and ids (spec: "URIs", "IDs"). */
interface UriStatements extends OnWire {
    @Test
    default void U01_componentsMayHoldAllButSpaceDotAndHash(Router router) {
        Session session = router.join(wire());

        for (String uri :
                List.of("org.junctor.test.u01", "a", "Ümlaut.日本.x-y_z", "org.junctor.(*)!.1", "ORG.Junctor")) {
            long subscription = session.subscribe(uri);
            session.unsubscribe(subscription);
        }
        session.subscribe("org..test.", "wildcard");
    }

    @Test
    default void U02_spaceInAllItsFormsIsRefused(Router router) {
        Session session = router.join(wire());
        for (String uri : List.of(
                "org.jun ctor",
                "org.junctor\t",
                "org.junctor\n",
                "org.\u00a0junctor",
                "org.\u3000junctor",
                "org.junc\u2028tor",
                "org.jun#ctor",
                "org..junctor",
                ".org",
                "org.",
                "")) {
            long request = session.request(Type.SUBSCRIBE, Map.of(), uri);
            session.error(Type.SUBSCRIBE, request, "wamp.error.invalid_uri");
        }
    }

    @Test
    default void U03_prefixesMayEndAnywhere(Router router) {
        Session session = router.join(wire());

        for (String prefix : List.of("org.junctor.", "org.junct")) {
            session.unsubscribe(session.subscribe(prefix, "prefix"));
        }

        long request = session.request(Type.SUBSCRIBE, Map.of("match", "prefix"), "org..junctor");
        session.error(Type.SUBSCRIBE, request, "wamp.error.invalid_uri");
        session.subscribe("", "prefix"); // hears everything from now on, the router's own events too
    }

    @Test
    default void U05_badUriIsAnErrorAndTheSessionStays(Router router) {
        Session session = router.join(wire());
        for (int type : List.of(Type.SUBSCRIBE, Type.REGISTER, Type.CALL)) {
            long request = session.request(type, Map.of(), "not a uri");
            session.error(type, request, "wamp.error.invalid_uri");
        }
        session.expectAlive();
    }

    @Test
    default void U06_badTopicIsReportedOnlyToThoseWhoAsk(Router router) {
        Session session = router.join(wire());

        session.request(Type.PUBLISH, Map.of(), "not a uri");
        long asked = session.request(Type.PUBLISH, Map.of("acknowledge", true), "not a uri");

        session.error(Type.PUBLISH, asked, "wamp.error.invalid_uri");
    }

    @Test
    default void U07_clientsCannotUseTheRoutersNames(Router router) {
        Session session = router.join(wire());

        long register = session.request(Type.REGISTER, Map.of(), "wamp.session.count");
        session.error(Type.REGISTER, register, "wamp.error.invalid_uri");
        long publish = session.request(Type.PUBLISH, Map.of("acknowledge", true), "wamp.session.on_join");
        session.error(Type.PUBLISH, publish, "wamp.error.invalid_uri");
    }

    @Test
    default void U08_publicationIdsAreRandom(Router router) {
        Session session = router.join(wire());
        Set<Long> ids = new HashSet<>();
        long above = 0;
        for (int i = 0; i < 20; i++) {
            long id = session.publish("org.junctor.test.u08");
            assertTrue(id >= 1 && id <= 1L << 53 && ids.add(id), () -> id + " after " + ids);
            above += id > 1L << 40 ? 1 : 0;
        }
        assertTrue(above >= 18, "20 ids drawn from 1..2^53 are hardly ever below 2^40: " + ids);
    }

    @Test
    default void U09_invocationsAreCountedPerCallee(Router router) {
        Session caller = router.join(wire());
        Session callee = router.join(wire());
        Session otherCallee = router.join(wire());
        callee.register("org.junctor.test.u09.a");
        otherCallee.register("org.junctor.test.u09.b");

        for (int i = 1; i <= 3; i++) {
            caller.call("org.junctor.test.u09.a");
            JsonNode invocation = callee.receive(Type.INVOCATION);
            assertEquals(i, invocation.get(1).asLong());
        }
        caller.call("org.junctor.test.u09.b");
        assertEquals(1, otherCallee.receive(Type.INVOCATION).get(1).asLong());
    }

    @Test
    default void U10_aTopicAndAProcedureMayHaveOneName(Router router) {
        Session session = router.join(wire());
        Session other = router.join(wire());
        String uri = "org.junctor.test.u10";
        long subscription = session.subscribe(uri);
        session.register(uri);

        other.publish(uri, "event");
        long call = other.call(uri, "call");

        assertEquals("event", session.event(subscription).get(4).get(0).asText());
        JsonNode invocation = session.receive(Type.INVOCATION);
        assertEquals("call", invocation.get(4).get(0).asText());
        session.peer().send(Type.YIELD, invocation.get(1).asLong(), Map.of());
        other.answer(Type.RESULT, call);
    }
}
