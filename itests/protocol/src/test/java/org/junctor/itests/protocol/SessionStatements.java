package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How sessions begin and end (spec: "Session Establishment", "Session Closing"). */
interface SessionStatements extends OnWire {
    /** The router has answered nothing but the HELLO that came last, or it has closed the connection. */
    private static void endsOrWelcomes(Peer peer) {
        Peer.Arrival next = peer.next(Peer.LIMIT).orElseThrow();
        boolean silent = next instanceof Peer.End
                || (next instanceof Peer.Message message
                        && message.fields().get(0).asInt() == Type.WELCOME);
        assertTrue(silent, () -> "the router sent " + next);
    }

    @Test
    default void S01_helloIsAnsweredByWelcome(Router router) {
        Peer peer = router.connect(wire());

        peer.send(Type.HELLO, Router.OPEN, Map.of("roles", Session.PLAIN_ROLES));

        JsonNode welcome = peer.receive(Type.WELCOME);
        assertEquals(3, welcome.size());
    }

    @Test
    default void S02_welcomeAnnouncesBrokerAndDealer(Router router) {
        Session session = router.join(wire());

        JsonNode roles = session.welcomeDetails().path("roles");

        assertTrue(roles.path("broker").isObject(), roles::toString);
        assertTrue(roles.path("dealer").isObject(), roles::toString);
    }

    @Test
    default void S03_welcomeAnnouncesWhatIsImplemented(Router router) {
        JsonNode roles = router.join(wire()).welcomeDetails().path("roles");

        JsonNode broker = roles.path("broker").path("features");
        JsonNode dealer = roles.path("dealer").path("features");

        announces(
                broker,
                "event_history",
                "event_retention",
                "pattern_based_subscription",
                "payload_passthru_mode",
                "publication_trustlevels",
                "publisher_exclusion",
                "publisher_identification",
                "session_meta_api",
                "subscriber_blackwhite_listing",
                "subscription_meta_api",
                "subscription_revocation");
        announces(
                dealer,
                "call_canceling",
                "call_reroute",
                "call_timeout",
                "call_trustlevels",
                "caller_identification",
                "pattern_based_registration",
                "payload_passthru_mode",
                "progressive_call_invocations",
                "progressive_call_results",
                "registration_meta_api",
                "registration_revocation",
                "session_meta_api",
                "shared_registration",
                "testament_meta_api");
    }

    /** To announce is to promise: these features and no other. */
    private static void announces(JsonNode announced, String... features) {
        assertEquals(
                List.of(features), Session.keys(announced).stream().sorted().toList());
        for (String feature : features) {
            assertTrue(
                    announced.path(feature).isBoolean()
                            && announced.path(feature).asBoolean(),
                    feature);
        }
    }

    @Test
    default void S04_helloWithoutRolesIsRefused(Router router) {
        Peer none = router.connect(wire());
        Peer empty = router.connect(wire());

        none.send(Type.HELLO, Router.OPEN, Map.of());
        empty.send(Type.HELLO, Router.OPEN, Map.of("roles", Map.of()));

        for (Peer peer : List.of(none, empty)) {
            JsonNode abort = peer.receive(Type.ABORT);
            assertTrue(abort.get(2).asText().startsWith("wamp.error."), abort::toString);
        }
    }

    @Test
    default void S05_sessionIdsAreRandomAndUnique(Router router) {
        Set<Long> ids = new HashSet<>();
        long above = 0;
        for (int i = 0; i < 20; i++) {
            long id = router.join(wire()).id();
            assertTrue(id >= 1 && id <= 1L << 53, () -> "id " + id);
            assertTrue(ids.add(id), () -> "id " + id + " twice");
            above += id > 1L << 40 ? 1 : 0;
        }
        assertTrue(above >= 18, "20 ids drawn from 1..2^53 are hardly ever below 2^40: " + ids);
    }

    @Test
    default void S06_helloForAnUnknownRealmIsRefused(Router router) {
        Peer peer = router.connect(wire());

        peer.send(Type.HELLO, "no.such.realm", Map.of("roles", Session.PLAIN_ROLES));

        Session.expectAbort(peer, "wamp.error.no_such_realm");
    }

    @Test
    default void S07_helloForAnIllFormedRealmIsRefused(Router router) {
        for (String realm : List.of("has space", "has#hash", "two..dots", "", "ends\n")) {
            Peer peer = router.connect(wire());

            peer.send(Type.HELLO, realm, Map.of("roles", Session.PLAIN_ROLES));

            Session.expectAbort(peer, "wamp.error.invalid_uri");
        }
    }

    @Test
    default void S19_goodbyeIsAnsweredOnceAndNothingFollows(Router router) {
        Session leaving = router.join(wire());
        Session publisher = router.join(wire());
        leaving.subscribe("org.junctor.test.s19");

        leaving.peer().send(Type.GOODBYE, Map.of(), "wamp.close.normal");
        JsonNode answer = leaving.receive(Type.GOODBYE);
        publisher.publish("org.junctor.test.s19", "late");

        assertEquals("wamp.close.goodbye_and_out", answer.get(2).asText());
        publisher.expectNothingMore();
        // A new session on the same connection would have to wait behind whatever else was sent.
        leaving.peer().send(Type.HELLO, Router.OPEN, Map.of("roles", Session.PLAIN_ROLES));
        leaving.receive(Type.WELCOME);
    }

    @Test
    default void S20_afterTheRoutersGoodbyeOnlyGoodbyeCounts(Router router) {
        Session victim = router.join(wire());
        router.node().shell("junctor:kill " + victim.id());
        JsonNode goodbye = victim.receive(Type.GOODBYE);

        victim.request(Type.SUBSCRIBE, Map.of(), "org.junctor.test.s20");
        victim.peer().send(Type.GOODBYE, Map.of(), "wamp.close.goodbye_and_out");
        victim.peer().send(Type.HELLO, Router.OPEN, Map.of("roles", Session.PLAIN_ROLES));

        assertEquals("wamp.close.killed", goodbye.get(2).asText());
        endsOrWelcomes(victim.peer());
    }

    @Test
    default void S21_abortIsNeverAnswered(Router router) {
        Session session = router.join(wire());

        session.peer().send(Type.ABORT, Map.of("message", "out of here"), "wamp.error.protocol_violation");
        session.peer().send(Type.HELLO, Router.OPEN, Map.of("roles", Session.PLAIN_ROLES));

        endsOrWelcomes(session.peer());
    }

    @Test
    default void S22_aConnectionMayCarrySessionAfterSession(Router router) {
        Session first = router.join(wire());
        first.leave();

        Session second = Session.join(first.peer(), Router.OPEN);

        assertNotEquals(first.id(), second.id());
        second.subscribe("org.junctor.test.s22");
        second.expectAlive();
    }

    @Test
    default void S23_unknownKeysHaveNoEffect(Router router) {
        Peer peer = router.connect(wire());
        Map<String, Object> roles = Map.of("publisher", Map.of("features", Map.of("x_new", true), "x_more", 1));
        peer.send(Type.HELLO, Router.OPEN, Map.of("roles", roles, "x_unknown", List.of(1, 2), "agent", "suite"));
        peer.receive(Type.WELCOME);

        peer.send(Type.SUBSCRIBE, 1, Map.of("x_unknown", Map.of("deep", List.of())), "org.junctor.test.s23");
        peer.receive(Type.SUBSCRIBED);
        peer.send(Type.PUBLISH, 2, Map.of("_private", 7, "acknowledge", true), "org.junctor.test.s23");

        assertEquals(2, peer.receive(Type.PUBLISHED).get(1).asInt());
    }

    @Test
    default void S28_messagesStayInTheirRealm(Router router) {
        Session here = router.join(wire(), Router.OPEN);
        Session there = router.join(wire(), Router.OTHER);
        there.subscribe("org.junctor.test.s28");
        there.register("org.junctor.test.s28");

        here.publish("org.junctor.test.s28", "not for you");
        long call = here.call("org.junctor.test.s28");

        here.error(Type.CALL, call, "wamp.error.no_such_procedure");
        there.expectNothingMore();
    }

    @Test
    default void S29_lossOfTheConnectionReleasesAll(Router router) {
        Session lost = router.join(wire());
        Session other = router.join(wire());
        lost.register("org.junctor.test.s29");
        long call = other.call("org.junctor.test.s29");
        lost.receive(Type.INVOCATION);

        lost.peer().cut();

        other.error(Type.CALL, call, "wamp.error.canceled");
        other.register("org.junctor.test.s29");
    }

    @Test
    default void S29_abortReleasesAll(Router router) {
        Session aborting = router.join(wire());
        Session other = router.join(wire());
        aborting.register("org.junctor.test.s29b");
        long call = other.call("org.junctor.test.s29b");
        aborting.receive(Type.INVOCATION);

        aborting.peer().send(Type.ABORT, Map.of("message", "out of here"), "wamp.error.protocol_violation");

        other.error(Type.CALL, call, "wamp.error.canceled");
        other.register("org.junctor.test.s29b");
    }
}
