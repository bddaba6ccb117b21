package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events that wait for those who come later (spec: "Event Retention"). */
interface RetentionStatements extends OnWire {
    /** Publishes an event to be kept, with further options, and answers the publication's id. */
    private static long retain(Session publisher, String topic, String text, Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(more);
        options.put("retain", true);
        options.put("acknowledge", true);
        long request = publisher.request(Type.PUBLISH, options, topic, List.of(text));
        return publisher.answer(Type.PUBLISHED, request).get(2).asLong();
    }

    /** Subscribes and asks for what is retained. */
    private static long subscribe(Session subscriber, String topic, Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(more);
        options.put("get_retained", true);
        long request = subscriber.request(Type.SUBSCRIBE, options, topic);
        return subscriber.answer(Type.SUBSCRIBED, request).get(2).asLong();
    }

    /** A name that no run over another wire has used: what is retained stays. */
    private String topic(String name) {
        return "org.junctor.retained." + name + "." + System.nanoTime();
    }

    @Test
    default void P29_whoAsksGetsTheRetainedEvent(Router router) {
        String topic = topic("p29");
        Session publisher = router.join(wire());
        Session subscriber = router.join(wire());
        long publication = retain(publisher, topic, "kept", Map.of());
        publisher.leave();

        long subscription = subscribe(subscriber, topic, Map.of());

        JsonNode event = subscriber.event(subscription);
        assertTrue(event.get(3).path("retained").asBoolean(), event::toString);
        assertEquals("kept", event.get(4).get(0).asText());
        assertEquals(publication, event.get(2).asLong(), "the publication keeps its id");
        subscriber.expectNothingMore();
    }

    @Test
    default void P29_patternsGetWhatIsRetainedWithItsTopic(Router router) {
        String topic = topic("p29b");
        Session publisher = router.join(wire());
        Session subscriber = router.join(wire());
        retain(publisher, topic + ".one", "first", Map.of());
        retain(publisher, topic + ".two", "second", Map.of());

        long subscription = subscribe(subscriber, topic + ".", Map.of("match", "prefix"));

        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < 2; i++) {
            JsonNode event = subscriber.event(subscription);
            assertTrue(event.get(3).path("retained").asBoolean(), event::toString);
            texts.put(event.get(3).path("topic").asText(), event.get(4).get(0).asText());
        }
        assertEquals(Map.of(topic + ".one", "first", topic + ".two", "second"), texts);
        subscriber.expectNothingMore();
    }

    @Test
    default void P30_whoDoesNotAskGetsNothing(Router router) {
        String topic = topic("p30");
        Session publisher = router.join(wire());
        Session subscriber = router.join(wire());
        retain(publisher, topic, "kept", Map.of());

        subscriber.subscribe(topic);

        subscriber.expectNothingMore();
    }

    @Test
    default void P31_theLaterEventReplacesTheEarlierOne(Router router) {
        String topic = topic("p31");
        Session publisher = router.join(wire());
        Session subscriber = router.join(wire());
        retain(publisher, topic, "old", Map.of());
        retain(publisher, topic, "new", Map.of());
        publisher.publish(topic, "not kept");

        long subscription = subscribe(subscriber, topic, Map.of());

        assertEquals("new", subscriber.event(subscription).get(4).get(0).asText());
        subscriber.expectNothingMore();
    }

    @Test
    default void P32_listsCountForLaterSubscribersToo(Router router) {
        String topic = topic("p32");
        Session publisher = router.join(wire());
        Session excluded = router.join(wire());
        Session other = router.join(wire());
        retain(publisher, topic, "not for all", Map.of("exclude", List.of(excluded.id())));

        subscribe(excluded, topic, Map.of());
        long subscription = subscribe(other, topic, Map.of());

        excluded.expectNothingMore();
        assertEquals("not for all", other.event(subscription).get(4).get(0).asText());
    }

    @Test
    default void P32_eligibleAuthrolesCountForLaterSubscribersToo(Router router) {
        String topic = topic("p32b");
        Session publisher = router.join(wire());
        Session subscriber = router.join(wire());
        retain(publisher, topic, "for guests", Map.of("eligible_authrole", List.of("guest")));

        subscribe(subscriber, topic, Map.of());

        subscriber.expectNothingMore();
    }

    @Test
    default void P33_liveEventsAreNotMarked(Router router) {
        String topic = topic("p33");
        Session publisher = router.join(wire());
        Session subscriber = router.join(wire());
        long subscription = subscriber.subscribe(topic);

        retain(publisher, topic, "live", Map.of());

        assertFalse(subscriber.event(subscription).get(3).path("retained").asBoolean());
    }
}
