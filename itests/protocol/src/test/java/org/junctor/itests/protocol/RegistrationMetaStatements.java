package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the router tells of registrations (spec: "Registration Meta API"). */
interface RegistrationMetaStatements extends OnWire {
    /** Collects what is told of one registration, in order. */
    record Watcher(Session session, Map<Long, String> topics) {
        static Watcher join(Router router, Wire wire) {
            Session session = router.join(wire);
            Map<Long, String> topics = new HashMap<>();
            for (String name : List.of("on_create", "on_register", "on_unregister", "on_delete")) {
                topics.put(session.subscribe("wamp.registration." + name), name);
            }
            return new Watcher(session, topics);
        }

        /** The names of the next events of this registration, until {@code last} has come. */
        List<String> told(long registration, Session by, String last) {
            List<String> names = new ArrayList<>();
            while (!names.contains(last)) {
                JsonNode event = session.receive(Type.EVENT);
                JsonNode subject = event.get(4).get(1);
                if ((subject.isObject() ? subject.path("id") : subject).asLong() == registration
                        && event.get(4).get(0).asLong() == by.id()) {
                    names.add(topics.get(event.get(1).asLong()));
                }
            }
            return names;
        }
    }

    private static Set<Long> ids(JsonNode list) {
        Set<Long> ids = new HashSet<>();
        list.forEach(id -> ids.add(id.asLong()));
        return ids;
    }

    @Test
    default void M09_eventsComeInOrder(Router router) {
        Watcher watcher = Watcher.join(router, wire());
        Session first = router.join(wire());
        Session second = router.join(wire());

        long registration = first.registerShared("org.junctor.test.m09", "first");
        assertEquals(List.of("on_create", "on_register"), watcher.told(registration, first, "on_register"));
        second.registerShared("org.junctor.test.m09", "first");
        assertEquals(List.of("on_register"), watcher.told(registration, second, "on_register"));
        first.answer(Type.UNREGISTERED, first.request(Type.UNREGISTER, registration));
        assertEquals(List.of("on_unregister"), watcher.told(registration, first, "on_unregister"));
        second.answer(Type.UNREGISTERED, second.request(Type.UNREGISTER, registration));
        assertEquals(List.of("on_unregister", "on_delete"), watcher.told(registration, second, "on_delete"));
    }

    @Test
    default void M15_lossOfTheCalleeIsToldToo(Router router) {
        Watcher watcher = Watcher.join(router, wire());
        Session callee = router.join(wire());
        long registration = callee.register("org.junctor.test.m15");

        callee.peer().cut();

        assertEquals(
                List.of("on_create", "on_register", "on_unregister", "on_delete"),
                watcher.told(registration, callee, "on_delete"));
    }

    @Test
    default void M11_registrationsAreListedByTheirMatch(Router router) {
        Session callee = router.join(wire());
        long exact = callee.register("org.junctor.test.m11");
        long prefix = callee.register("org.junctor.test.m11", Map.of("match", "prefix"));
        long wildcard = callee.register("org.junctor..m11", Map.of("match", "wildcard"));

        JsonNode lists = callee.result("wamp.registration.list").get(0);

        assertTrue(ids(lists.get("exact")).contains(exact), lists::toString);
        assertTrue(ids(lists.get("prefix")).contains(prefix), lists::toString);
        assertTrue(ids(lists.get("wildcard")).contains(wildcard), lists::toString);
    }

    @Test
    default void M12_lookupFindsExactlyTheRegistration(Router router) {
        Session callee = router.join(wire());
        long exact = callee.register("org.junctor.test.m12");
        long prefix = callee.register("org.junctor.test.m12", Map.of("match", "prefix"));
        String procedure = "wamp.registration.lookup";

        assertEquals(
                exact, callee.result(procedure, "org.junctor.test.m12").get(0).asLong());
        assertEquals(
                prefix,
                callee.result(procedure, "org.junctor.test.m12", Map.of("match", "prefix"))
                        .get(0)
                        .asLong());
        assertTrue(callee.result(procedure, "org.junctor.test.m12", Map.of("match", "wildcard"))
                .get(0)
                .isNull());
        assertTrue(callee.result(procedure, "org.junctor.test.m12.below", Map.of("match", "prefix"))
                .get(0)
                .isNull());
    }

    @Test
    default void M13_matchIsWhatACallWouldReach(Router router) {
        Session callee = router.join(wire());
        long exact = callee.register("org.junctor.test.m13.a");
        long prefix = callee.register("org.junctor.test.m13", Map.of("match", "prefix"));
        long wildcard = callee.register("org.junctor..m13", Map.of("match", "wildcard"));
        Map<String, Long> expected = Map.of(
                "org.junctor.test.m13.a", exact,
                "org.junctor.test.m13.b", prefix,
                "org.junctor.test.m13", prefix,
                "org.junctor.other.m13", wildcard);

        expected.forEach((uri, registration) -> {
            assertEquals(
                    registration,
                    callee.result("wamp.registration.match", uri).get(0).asLong(),
                    uri);
            callee.call(uri);
            callee.serve(registration, uri);
            callee.receive(Type.RESULT);
        });
        assertTrue(callee.result("wamp.registration.match", "org.junctor.nothing.here")
                .get(0)
                .isNull());
    }

    @Test
    default void M14_aRegistrationAndItsCalleesCanBeLookedUp(Router router) {
        Session first = router.join(wire());
        Session second = router.join(wire());
        long registration = first.registerShared("org.junctor.test.m14", "last");
        second.registerShared("org.junctor.test.m14", "last");

        JsonNode found = first.result("wamp.registration.get", registration).get(0);
        JsonNode callees =
                first.result("wamp.registration.list_callees", registration).get(0);
        JsonNode count =
                first.result("wamp.registration.count_callees", registration).get(0);

        assertEquals(registration, found.get("id").asLong());
        assertEquals("org.junctor.test.m14", found.get("uri").asText());
        assertEquals("exact", found.get("match").asText());
        assertEquals("last", found.get("invoke").asText());
        assertTrue(OffsetDateTime.parse(found.get("created").asText()).getYear() > 2020);
        assertEquals(Set.of(first.id(), second.id()), ids(callees));
        assertEquals(2, count.asInt());
    }

    @Test
    default void M14_registrationsThatAreNotThereAreErrors(Router router) {
        Session session = router.join(wire());

        for (String name : List.of("get", "list_callees", "count_callees")) {
            long call = session.call("wamp.registration." + name, 4711);
            session.error(Type.CALL, call, "wamp.error.no_such_registration");
        }
    }
}
