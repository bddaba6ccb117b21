package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What the router tells of its sessions (spec: "Session Meta API"). */
interface MetaStatements extends OnWire {
    @Test
    default void M01_joiningAndLeavingAreEvents(Router router) {
        Session watcher = router.join(wire());
        long joined = watcher.subscribe("wamp.session.on_join");
        long left = watcher.subscribe("wamp.session.on_leave");

        Session guest = router.join(wire());
        JsonNode join = watcher.event(joined);
        guest.leave();
        JsonNode leave = watcher.event(left);

        JsonNode details = join.get(4).get(0);
        assertEquals(guest.id(), details.get("session").asLong());
        assertEquals(
                guest.welcomeDetails().get("authid").asText(),
                details.get("authid").asText());
        assertEquals("anonymous", details.get("authrole").asText());
        assertEquals("anonymous", details.get("authmethod").asText());
        assertEquals(guest.id(), leave.get(4).get(0).asLong());
        assertEquals(
                guest.welcomeDetails().get("authid").asText(),
                leave.get(4).get(1).asText());
        assertEquals("anonymous", leave.get(4).get(2).asText());
    }

    @Test
    default void M01_theyStayInTheirRealm(Router router) {
        Session watcher = router.join(wire(), Router.OTHER);
        watcher.subscribe("wamp.session.on_join");
        Session guest = router.join(wire());

        guest.expectAlive();

        watcher.expectNothingMore();
    }

    @Test
    default void M02_sessionsAreCountedAndListed(Router router) {
        Session session = router.join(wire(), Router.COUNTED);
        Session other = router.join(wire(), Router.COUNTED);

        JsonNode count = session.answer(Type.RESULT, session.call("wamp.session.count"));
        JsonNode list = session.answer(Type.RESULT, session.call("wamp.session.list"));

        other.leave();
        session.leave();

        assertEquals(2, count.get(3).get(0).asInt());
        assertEquals(2, list.get(3).get(0).size());
        String ids = list.get(3).get(0).toString();
        assertTrue(ids.contains(String.valueOf(session.id())) && ids.contains(String.valueOf(other.id())), ids);
    }

    @Test
    default void M03_aSessionCanBeLookedUp(Router router) {
        Session session = router.join(wire());
        Session other = router.join(wire());

        JsonNode found = session.answer(Type.RESULT, session.call("wamp.session.get", other.id()));
        long missing = session.call("wamp.session.get", 4711);

        assertEquals(other.id(), found.get(3).get(0).get("session").asLong());
        session.error(Type.CALL, missing, "wamp.error.no_such_session");
    }
}
