package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Subscriptions by pattern (spec: "Pattern-based Subscriptions"). */
interface PatternSubscriptionStatements extends OnWire {
    @Test
    default void P21_prefixesMatchByText(Router router) {
        Session publisher = router.join(wire());
        Session subscriber = router.join(wire());
        long subscription = subscriber.subscribe("org.junctor.test.p21.emergency", "prefix");

        List<String> matching = List.of(
                "org.junctor.test.p21.emergency",
                "org.junctor.test.p21.emergency-low",
                "org.junctor.test.p21.emergency.category.severe");
        publisher.publish("org.junctor.test.p21.emergenc");
        publisher.publish("org.junctor.test.p21");
        matching.forEach(publisher::publish);

        for (String topic : matching) {
            assertEquals(
                    topic, subscriber.event(subscription).get(3).get("topic").asText());
        }
        subscriber.expectNothingMore();
    }

    @Test
    default void P22_wildcardsMatchComponentByComponent(Router router) {
        Session publisher = router.join(wire());
        Session subscriber = router.join(wire());
        long subscription = subscriber.subscribe("org.junctor.test..p22", "wildcard");

        publisher.publish("org.junctor.test.p22");
        publisher.publish("org.junctor.test.a.b.p22");
        publisher.publish("org.junctor.test.a.p22.b");
        publisher.publish("org.junctor.test.a.p23");
        publisher.publish("org.junctor.test.a.p22");

        assertEquals(
                "org.junctor.test.a.p22",
                subscriber.event(subscription).get(3).get("topic").asText());
        subscriber.expectNothingMore();
    }

    @Test
    default void P23_eventsOfPatternsCarryTheTopic(Router router) {
        Session publisher = router.join(wire());
        Session subscriber = router.join(wire());
        long prefix = subscriber.subscribe("org.junctor.test.p23", "prefix");

        publisher.request(Type.PUBLISH, Map.of(), "org.junctor.test.p23.x", List.of(1), Map.of("k", 2));

        JsonNode event = subscriber.event(prefix);
        assertEquals("org.junctor.test.p23.x", event.get(3).get("topic").asText());
        assertEquals(1, event.get(4).get(0).asInt());
        assertEquals(2, event.get(5).get("k").asInt());
    }

    @Test
    default void P24_eachMatchingSubscriptionGetsItsEvent(Router router) {
        Session publisher = router.join(wire());
        Session subscriber = router.join(wire());
        Map<Long, Long> publications = new HashMap<>();
        List<Long> subscriptions = List.of(
                subscriber.subscribe("org.junctor.test.p24", "exact"),
                subscriber.subscribe("org.junctor.test.p2", "prefix"),
                subscriber.subscribe("org..test.p24", "wildcard"));

        long publication = publisher.publish("org.junctor.test.p24");

        for (int i = 0; i < 3; i++) {
            JsonNode event = subscriber.receive(Type.EVENT);
            publications.put(event.get(1).asLong(), event.get(2).asLong());
        }
        for (long subscription : subscriptions) {
            assertEquals(publication, publications.get(subscription));
        }
        subscriber.expectNothingMore();
    }

    @Test
    default void P25_unknownMatchIsRefused(Router router) {
        Session session = router.join(wire());

        session.peer().sendText("[32,1,{\"match\":\"regex\"},\"org.junctor.test.p25\"]");

        session.expectViolation();
    }
}
