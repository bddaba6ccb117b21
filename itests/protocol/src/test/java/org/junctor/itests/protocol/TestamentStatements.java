package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What sessions have published when they are gone (spec: "Session Testament"). */
interface TestamentStatements extends OnWire {
    /** Adds a testament of one word. */
    private static void add(Session session, String topic, String word, String scope) {
        session.result("wamp.session.add_testament", List.of(topic, List.of(word), Map.of()), Map.of("scope", scope));
    }

    /** The words of the next events. */
    private static List<String> words(Session heir, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> heir.receive(Type.EVENT).get(4).get(0).asText())
                .toList();
    }

    @Test
    default void M16_testamentsArePublishedInOrderWhenTheSessionIsLost(Router router) {
        Session session = router.join(wire());
        Session heir = router.join(wire());
        heir.subscribe("org.junctor.test.m16");
        add(session, "org.junctor.test.m16", "destroyed 1", "destroyed");
        add(session, "org.junctor.test.m16", "detached 1", "detached");
        add(session, "org.junctor.test.m16", "destroyed 2", "destroyed");
        add(session, "org.junctor.test.m16", "detached 2", "detached");
        heir.expectNothingMore();

        session.peer().cut();

        assertEquals(List.of("detached 1", "detached 2", "destroyed 1", "destroyed 2"), words(heir, 4));
        heir.expectNothingMore();
    }

    @Test
    default void M16_testamentsArePublishedWhenTheSessionSaysGoodbyeToo(Router router) {
        Session session = router.join(wire());
        Session heir = router.join(wire());
        heir.subscribe("org.junctor.test.m16b");
        add(session, "org.junctor.test.m16b", "last", "destroyed");

        session.leave();

        assertEquals(List.of("last"), words(heir, 1));
    }

    @Test
    default void M16_flushClearsItsScopeOnly(Router router) {
        Session session = router.join(wire());
        Session heir = router.join(wire());
        heir.subscribe("org.junctor.test.m16c");
        add(session, "org.junctor.test.m16c", "destroyed", "destroyed");
        add(session, "org.junctor.test.m16c", "detached", "detached");

        session.result("wamp.session.flush_testaments", List.of(), Map.of("scope", "detached"));
        add(session, "org.junctor.test.m16c", "destroyed again", "destroyed");
        session.leave();

        assertEquals(List.of("destroyed", "destroyed again"), words(heir, 2));
        heir.expectNothingMore();
    }

    @Test
    default void M16_flushWithoutScopeClearsWhatIsForTheEnd(Router router) {
        Session session = router.join(wire());
        Session heir = router.join(wire());
        heir.subscribe("org.junctor.test.m16d");
        add(session, "org.junctor.test.m16d", "destroyed", "destroyed");
        add(session, "org.junctor.test.m16d", "detached", "detached");

        session.result("wamp.session.flush_testaments");
        session.leave();

        assertEquals(List.of("detached"), words(heir, 1));
        heir.expectNothingMore();
    }

    @Test
    default void M16_anUnknownScopeIsRefused(Router router) {
        Session session = router.join(wire());

        long call = session.request(
                Type.CALL,
                Map.of(),
                "wamp.session.add_testament",
                List.of("org.junctor.test.m16e", List.of(), Map.of()),
                Map.of("scope", "forever"));

        session.error(Type.CALL, call, "wamp.error.invalid_argument");
    }

    @Test
    default void M17_testamentsKeepTheirArgumentsAndOptions(Router router) {
        Session session = router.join(wire());
        Session heir = router.join(wire());
        Session disinherited = router.join(wire());
        long subscription = heir.subscribe("org.junctor.test.m17");
        disinherited.subscribe("org.junctor.test.m17");

        session.result(
                "wamp.session.add_testament",
                List.of("org.junctor.test.m17", List.of(1, "two", List.of()), Map.of("k", Map.of("deep", true))),
                Map.of("publish_options", Map.of("exclude", List.of(disinherited.id()), "acknowledge", true)));
        session.peer().cut();

        JsonNode event = heir.event(subscription);
        assertEquals(Json.tree("[1,\"two\",[]]"), event.get(4));
        assertEquals(Json.tree("{\"k\":{\"deep\":true}}"), event.get(5));
        disinherited.expectNothingMore();
    }

    @Test
    default void M08_endingAllIsSilent(Router router) {
        Session operator = router.join(wire(), Router.KILLED);
        Session victim = router.join(wire(), Router.KILLED);
        operator.subscribe("wamp.session.on_leave");
        operator.subscribe("org.junctor.test.m08");
        victim.result("wamp.session.add_testament", "org.junctor.test.m08", List.of("unheard"), Map.of());

        operator.result("wamp.session.kill_all");
        victim.receive(Type.GOODBYE);
        victim.peer().send(Type.GOODBYE, Map.of(), "wamp.close.goodbye_and_out");
        Session later = router.join(wire(), Router.KILLED);
        later.leave();

        String events = operator.eventsUntil(event -> event.get(4).get(0).asLong() == later.id())
                .toString();
        assertFalse(events.contains(String.valueOf(victim.id())), events);
        assertFalse(events.contains("unheard"), events);
        operator.leave();
    }
}
