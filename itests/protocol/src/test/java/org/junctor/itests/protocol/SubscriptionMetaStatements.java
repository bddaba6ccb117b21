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

/** What the router tells of subscriptions (spec: "Subscription Meta API"). */
interface SubscriptionMetaStatements extends OnWire {
    /** Collects what is told of one subscription, in order. */
    record Watcher(Session session, Map<Long, String> topics) {
        static Watcher join(Router router, Wire wire) {
            Session session = router.join(wire);
            Map<Long, String> topics = new HashMap<>();
            for (String name : List.of("on_create", "on_subscribe", "on_unsubscribe", "on_delete")) {
                topics.put(session.subscribe("wamp.subscription." + name), name);
            }
            return new Watcher(session, topics);
        }

        /** The names of the next events of this subscription, until {@code last} has come. */
        List<String> told(long subscription, Session by, String last) {
            List<String> names = new ArrayList<>();
            while (!names.contains(last)) {
                JsonNode event = session.receive(Type.EVENT);
                JsonNode subject = event.get(4).get(1);
                if ((subject.isObject() ? subject.path("id") : subject).asLong() == subscription
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
    default void M10_eventsComeInOrder(Router router) {
        Watcher watcher = Watcher.join(router, wire());
        Session first = router.join(wire());
        Session second = router.join(wire());

        long subscription = first.subscribe("org.junctor.test.m10");
        assertEquals(List.of("on_create", "on_subscribe"), watcher.told(subscription, first, "on_subscribe"));
        second.subscribe("org.junctor.test.m10");
        assertEquals(List.of("on_subscribe"), watcher.told(subscription, second, "on_subscribe"));
        first.unsubscribe(subscription);
        assertEquals(List.of("on_unsubscribe"), watcher.told(subscription, first, "on_unsubscribe"));
        second.unsubscribe(subscription);
        assertEquals(List.of("on_unsubscribe", "on_delete"), watcher.told(subscription, second, "on_delete"));
    }

    @Test
    default void M15_lossOfTheSubscriberIsToldToo(Router router) {
        Watcher watcher = Watcher.join(router, wire());
        Session subscriber = router.join(wire());
        long subscription = subscriber.subscribe("org.junctor.test.m15b");

        subscriber.peer().cut();

        assertEquals(
                List.of("on_create", "on_subscribe", "on_unsubscribe", "on_delete"),
                watcher.told(subscription, subscriber, "on_delete"));
    }

    @Test
    default void M11_subscriptionsAreListedByTheirMatch(Router router) {
        Session subscriber = router.join(wire());
        long exact = subscriber.subscribe("org.junctor.test.m11b");
        long prefix = subscriber.subscribe("org.junctor.test.m11b", "prefix");
        long wildcard = subscriber.subscribe("org.junctor..m11b", "wildcard");

        JsonNode lists = subscriber.result("wamp.subscription.list").get(0);

        assertTrue(ids(lists.get("exact")).contains(exact), lists::toString);
        assertTrue(ids(lists.get("prefix")).contains(prefix), lists::toString);
        assertTrue(ids(lists.get("wildcard")).contains(wildcard), lists::toString);
    }

    @Test
    default void M12_lookupFindsExactlyTheSubscription(Router router) {
        Session session = router.join(wire());
        long exact = session.subscribe("org.junctor.test.m12b");
        long prefix = session.subscribe("org.junctor.test.m12b", "prefix");
        String procedure = "wamp.subscription.lookup";

        assertEquals(
                exact, session.result(procedure, "org.junctor.test.m12b").get(0).asLong());
        assertEquals(
                prefix,
                session.result(procedure, "org.junctor.test.m12b", Map.of("match", "prefix"))
                        .get(0)
                        .asLong());
        assertTrue(session.result(procedure, "org.junctor.test.m12b", Map.of("match", "wildcard"))
                .get(0)
                .isNull());
    }

    @Test
    default void M13_matchListsAllThatWouldHear(Router router) {
        Session session = router.join(wire());
        long exact = session.subscribe("org.junctor.test.m13b.a");
        long prefix = session.subscribe("org.junctor.test.m13b", "prefix");
        long wildcard = session.subscribe("org.junctor..m13b.a", "wildcard");
        session.subscribe("org.junctor.test.m13c");

        JsonNode all = session.result("wamp.subscription.match", "org.junctor.test.m13b.a")
                .get(0);
        JsonNode none =
                session.result("wamp.subscription.match", "com.nothing.here").get(0);

        assertEquals(Set.of(exact, prefix, wildcard), ids(all));
        assertTrue(none.isNull(), none::toString);
    }

    @Test
    default void M14_aSubscriptionAndItsSubscribersCanBeLookedUp(Router router) {
        Session first = router.join(wire());
        Session second = router.join(wire());
        long subscription = first.subscribe("org.junctor.test.m14b", "prefix");
        second.subscribe("org.junctor.test.m14b", "prefix");

        JsonNode found = first.result("wamp.subscription.get", subscription).get(0);
        JsonNode subscribers =
                first.result("wamp.subscription.list_subscribers", subscription).get(0);
        JsonNode count = first.result("wamp.subscription.count_subscribers", subscription)
                .get(0);

        assertEquals(subscription, found.get("id").asLong());
        assertEquals("org.junctor.test.m14b", found.get("uri").asText());
        assertEquals("prefix", found.get("match").asText());
        assertTrue(OffsetDateTime.parse(found.get("created").asText()).getYear() > 2020);
        assertEquals(Set.of(first.id(), second.id()), ids(subscribers));
        assertEquals(2, count.asInt());
    }

    @Test
    default void M14_subscriptionsThatAreNotThereAreErrors(Router router) {
        Session session = router.join(wire());

        for (String name : List.of("get", "list_subscribers", "count_subscribers")) {
            long call = session.call("wamp.subscription." + name, 4711);
            session.error(Type.CALL, call, "wamp.error.no_such_subscription");
        }
    }
}
