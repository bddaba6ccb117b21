package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the router tells of its sessions, and does to them (spec: "Session Meta API"). */
interface MetaStatements extends OnWire {
    /** Whether an event of joining or leaving is of this session. */
    private static Predicate<JsonNode> of(Session session) {
        return event -> {
            JsonNode subject = event.get(4).get(0);
            return (subject.isObject() ? subject.path("session") : subject).asLong() == session.id();
        };
    }

    /** The GOODBYE that a session gets when it is ended. */
    private static JsonNode ended(Session victim, String reason) {
        JsonNode goodbye = victim.receive(Type.GOODBYE);
        assertEquals(reason, goodbye.get(2).asText(), goodbye::toString);
        return goodbye;
    }

    private static List<Long> longs(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asLong)
                .toList();
    }

    @Test
    default void M01_joiningAndLeavingAreEvents(Router router) {
        Session watcher = router.join(wire());
        long joined = watcher.subscribe("wamp.session.on_join");
        long left = watcher.subscribe("wamp.session.on_leave");

        Session guest = router.join(wire());
        JsonNode join = watcher.eventWhere(of(guest));
        guest.leave();
        JsonNode leave = watcher.eventWhere(of(guest));

        assertEquals(joined, join.get(1).asLong());
        assertEquals(left, leave.get(1).asLong());
        JsonNode details = join.get(4).get(0);
        assertEquals(guest.welcomeDetails().get("authid"), details.get("authid"));
        assertEquals("anonymous", details.get("authrole").asText());
        assertEquals("anonymous", details.get("authmethod").asText());
        assertTrue(details.path("authprovider").isTextual(), details::toString);
        assertEquals(guest.welcomeDetails().get("authid"), leave.get(4).get(1));
        assertEquals("anonymous", leave.get(4).get(2).asText());
    }

    @Test
    default void M01_theyStayInTheirRealm(Router router) {
        Session watcher = router.join(wire(), Router.OTHER);
        watcher.subscribe("wamp.session.on_join");
        Session guest = router.join(wire());
        Session local = router.join(wire(), Router.OTHER);

        List<JsonNode> events = watcher.eventsUntil(of(local));

        assertTrue(events.stream().noneMatch(of(guest)), events::toString);
    }

    @Test
    default void M02_sessionsAreCountedAndListed(Router router) {
        Session session = router.join(wire(), Router.COUNTED);
        Session other = router.join(wire(), Router.COUNTED);
        Session guest = router.joinAsGuest(wire(), Router.COUNTED);

        assertEquals(3, session.result("wamp.session.count").get(0).asInt());
        assertEquals(
                2,
                session.result("wamp.session.count", List.of("anonymous"))
                        .get(0)
                        .asInt());
        assertEquals(
                0,
                session.result("wamp.session.count", List.of("nobody")).get(0).asInt());
        List<Long> all = longs(session.result("wamp.session.list").get(0));
        List<Long> guests =
                longs(session.result("wamp.session.list", List.of("guest")).get(0));

        assertEquals(3, all.size());
        assertTrue(all.containsAll(List.of(session.id(), other.id(), guest.id())), all::toString);
        assertEquals(List.of(guest.id()), guests);
        guest.leave();
        other.leave();
        session.leave();
    }

    @Test
    default void M03_aSessionCanBeLookedUp(Router router) {
        Session session = router.join(wire());
        Session other = router.join(wire());

        JsonNode found = session.result("wamp.session.get", other.id()).get(0);
        long missing = session.call("wamp.session.get", 4711);

        session.error(Type.CALL, missing, "wamp.error.no_such_session");
        assertEquals(other.id(), found.get("session").asLong());
        assertEquals(other.welcomeDetails().get("authid"), found.get("authid"));
        assertEquals("anonymous", found.get("authrole").asText());
    }

    @Test
    default void M04_aSessionCanBeEndedWithReasonAndMessage(Router router) {
        Session operator = router.join(wire());
        Session one = router.join(wire());
        Session two = router.join(wire());

        operator.result("wamp.session.kill", one.id());
        operator.result(
                "wamp.session.kill",
                List.of(two.id()),
                Map.of("reason", "org.junctor.test.expelled", "message", "go away"));

        assertFalse(ended(one, "wamp.close.killed").get(1).has("message"));
        assertEquals(
                "go away",
                ended(two, "org.junctor.test.expelled").get(1).path("message").asText());
        long missing = operator.call("wamp.session.kill", 4711);
        operator.error(Type.CALL, missing, "wamp.error.no_such_session");
    }

    @Test
    default void M05_aSessionCannotEndItself(Router router) {
        Session operator = router.join(wire());

        long call = operator.call("wamp.session.kill", operator.id());

        operator.error(Type.CALL, call, "wamp.error.no_such_session");
        operator.expectAlive();
    }

    @Test
    default void M06_endingManySparesTheOneWhoAsks(Router router) {
        Session operator = router.join(wire(), Router.KILLED);
        Session victim = router.join(wire(), Router.KILLED);
        String authid = victim.welcomeDetails().get("authid").asText();

        JsonNode byAuthid =
                operator.result("wamp.session.kill_by_authid", authid).get(0);
        ended(victim, "wamp.close.killed");
        Session next = router.join(wire(), Router.KILLED);
        JsonNode byAuthrole =
                operator.result("wamp.session.kill_by_authrole", "anonymous").get(0);
        ended(next, "wamp.close.killed");
        Session last = router.join(wire(), Router.KILLED);
        JsonNode all = operator.result("wamp.session.kill_all").get(0);
        ended(last, "wamp.close.killed");

        assertEquals(List.of(victim.id()), longs(byAuthid));
        assertEquals(1, byAuthrole.asInt());
        assertEquals(1, all.asInt());
        assertEquals(
                0,
                operator.result(
                                "wamp.session.kill_by_authid",
                                operator.welcomeDetails().get("authid").asText())
                        .get(0)
                        .size());
        operator.expectAlive();
        operator.leave();
    }

    @Test
    default void M07_theReasonMustBeAUri(Router router) {
        Session operator = router.join(wire(), Router.KILLED);
        Session victim = router.join(wire(), Router.KILLED);
        Map<String, Object> bad = Map.of("reason", "no uri at all");

        for (String procedure : List.of("kill", "kill_by_authid", "kill_by_authrole", "kill_all")) {
            List<Object> arguments =
                    switch (procedure) {
                        case "kill" -> List.of(victim.id());
                        case "kill_all" -> List.of();
                        case "kill_by_authrole" -> List.of("anonymous");
                        default -> List.of(victim.welcomeDetails().get("authid").asText());
                    };
            long call = operator.request(Type.CALL, Map.of(), "wamp.session." + procedure, arguments, bad);
            operator.error(Type.CALL, call, "wamp.error.invalid_uri");
        }
        victim.expectAlive();
        victim.leave();
        operator.leave();
    }
}
