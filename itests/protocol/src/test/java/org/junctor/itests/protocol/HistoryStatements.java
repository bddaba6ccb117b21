package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events of the past (spec: "Event History"), of topics below {@value Router#PAST}, which the configuration has kept. */
interface HistoryStatements extends OnWire {
    /** What a session asks of the past of one topic, since the publication {@code since}. */
    record Past(Session session, long subscription, String topic, long since) {
        /** The events, with more conditions. */
        JsonNode events(Map<String, Object> conditions) {
            Map<String, Object> all = new HashMap<>(Map.of("topic", topic, "after_publication", since));
            all.putAll(conditions);
            return session.result("wamp.subscription.get_events", List.of(subscription), all);
        }

        /** The first arguments of the events, with more conditions. */
        List<Integer> numbers(Map<String, Object> conditions) {
            List<Integer> numbers = new ArrayList<>();
            events(conditions)
                    .forEach(event -> numbers.add(event.path("args").path(0).asInt()));
            return numbers;
        }
    }

    /** The history of a topic that starts now. */
    private Past past(Router router, String topic) {
        Session session = router.join(wire(), Router.HISTORY);
        long subscription = session.subscribe(Router.PAST, "prefix"); // what the configuration has kept
        return new Past(session, subscription, topic, session.publish(topic, "since"));
    }

    /** Publishes numbers from 0 on, and answers the publications' ids. */
    private List<Long> publish(Past past, String topic, int count) {
        List<Long> publications = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            publications.add(past.session().publish(topic, i));
        }
        return publications;
    }

    @Test
    default void H01_eventsAreThereInTheOrderOfTheirArrival(Router router) {
        Past past = past(router, Router.PAST + "h01");
        List<Long> publications = publish(past, Router.PAST + "h01", 5);

        JsonNode events = past.events(Map.of());

        assertEquals(5, events.size(), events::toString);
        OffsetDateTime before = OffsetDateTime.MIN;
        for (int i = 0; i < 5; i++) {
            JsonNode event = events.get(i);
            OffsetDateTime time = OffsetDateTime.parse(event.path("timestamp").asText());
            assertFalse(time.isBefore(before), "timestamps rise");
            before = time;
            assertEquals(past.subscription(), event.path("subscription").asLong());
            assertEquals(publications.get(i), event.path("publication").asLong());
            assertTrue(event.path("details").isObject(), event::toString);
            assertEquals(i, event.path("args").path(0).asInt());
        }
    }

    @Test
    default void H01_argumentsAreKeptUnchanged(Router router) {
        Past past = past(router, Router.PAST + "h01b");
        JsonNode arguments = Json.tree("[1,-2.5,\"ü\",null,true,[[]],{\"a\":{}},9007199254740991]");
        JsonNode keywords = Json.tree("{\"k\":[1,{}]}");
        Session publisher = past.session();
        long request =
                publisher.request(Type.PUBLISH, Map.of("acknowledge", true), Router.PAST + "h01b", arguments, keywords);
        publisher.answer(Type.PUBLISHED, request);

        JsonNode event = past.events(Map.of()).get(0);

        assertEquals(arguments, event.get("args"));
        assertEquals(keywords, event.get("kwargs"));
    }

    @Test
    default void H02_reverseAndLimitChooseFromOneEnd(Router router) {
        Past past = past(router, Router.PAST + "h02");
        publish(past, Router.PAST + "h02", 6);

        assertEquals(List.of(5, 4, 3, 2, 1, 0), past.numbers(Map.of("reverse", true)));
        assertEquals(List.of(0, 1), past.numbers(Map.of("limit", 2)));
        assertEquals(List.of(5, 4), past.numbers(Map.of("reverse", true, "limit", 2)));
        for (Object limit : List.of(0, -1, "2")) {
            long call = past.session()
                    .request(
                            Type.CALL,
                            Map.of(),
                            "wamp.subscription.get_events",
                            List.of(past.subscription()),
                            Map.of("limit", limit));
            past.session().error(Type.CALL, call, "wamp.error.invalid_argument");
        }
    }

    @Test
    default void H02_publicationsAreBounds(Router router) {
        Past past = past(router, Router.PAST + "h02b");
        List<Long> ids = publish(past, Router.PAST + "h02b", 6);

        assertEquals(List.of(2, 3, 4, 5), past.numbers(Map.of("from_publication", ids.get(2))));
        assertEquals(List.of(0, 1, 2), past.numbers(Map.of("until_publication", ids.get(2))));
        assertEquals(List.of(0, 1), past.numbers(Map.of("before_publication", ids.get(2))));
        assertEquals(List.of(3, 4, 5), past.numbers(Map.of("after_publication", ids.get(2))));
        assertEquals(
                List.of(2, 3), past.numbers(Map.of("from_publication", ids.get(2), "before_publication", ids.get(4))));
        assertEquals(
                List.of(4, 3),
                past.numbers(Map.of(
                        "from_publication", ids.get(1), "until_publication", ids.get(4), "reverse", true, "limit", 2)));
    }

    @Test
    default void H02_timesAreBounds(Router router) {
        Past past = past(router, Router.PAST + "h02c");
        publish(past, Router.PAST + "h02c", 3);
        String last = past.events(Map.of()).get(2).get("timestamp").asText();
        OffsetDateTime now = OffsetDateTime.parse(last);

        assertTrue(past.numbers(Map.of("from_time", last)).contains(2));
        assertFalse(past.numbers(Map.of("after_time", last)).contains(2));
        assertFalse(past.numbers(Map.of("before_time", last)).contains(2));
        assertEquals(List.of(0, 1, 2), past.numbers(Map.of("until_time", last)));
        assertEquals(
                List.of(), past.numbers(Map.of("from_time", now.plusSeconds(60).toString())));
        assertEquals(
                List.of(0, 1, 2),
                past.numbers(Map.of(
                        "from_time",
                        now.minusSeconds(60).toString(),
                        "before_time",
                        now.plusSeconds(60).toString())));
        long bad = past.session()
                .request(
                        Type.CALL,
                        Map.of(),
                        "wamp.subscription.get_events",
                        List.of(past.subscription()),
                        Map.of("from_time", "yesterday"));
        past.session().error(Type.CALL, bad, "wamp.error.invalid_argument");
    }

    @Test
    default void H03_theTopicChoosesFromAPattern(Router router) {
        String topic = Router.PAST + "h03";
        Past past = past(router, topic);
        publish(past, topic + ".a", 2);
        publish(past, topic + ".b", 1);

        JsonNode all = past.session()
                .result(
                        "wamp.subscription.get_events",
                        List.of(past.subscription()),
                        Map.of("after_publication", past.since()));
        assertEquals(3, all.size(), all::toString);
        assertEquals(List.of(0, 1), past.numbers(Map.of("topic", topic + ".a")));
        assertEquals(List.of(), past.numbers(Map.of("topic", topic + ".c")));
    }

    @Test
    default void H04_whatIsForCertainSessionsIsNotKept(Router router) {
        Past past = past(router, Router.PAST + "h04");
        Session publisher = past.session();
        for (String list : List.of("exclude", "eligible")) {
            publisher.request(Type.PUBLISH, Map.of(list, List.of(publisher.id())), Router.PAST + "h04", List.of(7));
        }
        publish(past, Router.PAST + "h04", 1);

        assertEquals(List.of(0), past.numbers(Map.of()));
    }

    @Test
    default void H05_listsOfAuthidsAndAuthrolesCountForTheReader(Router router) {
        Past past = past(router, Router.PAST + "h05");
        Session publisher = past.session();
        Session reader = router.join(wire(), Router.HISTORY);
        String authid = reader.welcomeDetails().get("authid").asText();
        List<Map<String, Object>> options = List.of(
                Map.of("exclude_authid", List.of(authid)),
                Map.of("eligible_authid", List.of(authid)),
                Map.of("exclude_authrole", List.of("anonymous")),
                Map.of("eligible_authrole", List.of("anonymous")));
        for (int i = 0; i < options.size(); i++) {
            publisher.request(Type.PUBLISH, options.get(i), Router.PAST + "h05", List.of(i));
        }
        publisher.expectNothingMore();

        assertEquals(
                List.of(1, 3), new Past(reader, past.subscription(), past.topic(), past.since()).numbers(Map.of()));
        assertEquals(List.of(0, 3), past.numbers(Map.of()));
    }

    @Test
    default void H06_onlyThoseWhoMaySubscribeMayLookBack(Router router) {
        Past past = past(router, Router.PAST + "h06");
        Session guest = router.joinAsGuest(wire(), Router.HISTORY);

        long call = guest.call("wamp.subscription.get_events", past.subscription());

        guest.error(Type.CALL, call, "wamp.error.not_authorized");
        long unknown = past.session().call("wamp.subscription.get_events", 4711);
        past.session().error(Type.CALL, unknown, "wamp.error.no_such_subscription");
    }

    @Test
    default void H07_eventsAreKeptThoughNobodyListens(Router router) {
        Session publisher = router.join(wire(), Router.HISTORY);
        String topic = Router.PAST + "h07." + publisher.id();
        long since = publisher.publish(topic, "since");
        publisher.publish(topic, 1);
        publisher.leave();

        Session reader = router.join(wire(), Router.HISTORY);
        long subscription = reader.subscribe(Router.PAST, "prefix");

        assertEquals(List.of(1), new Past(reader, subscription, topic, since).numbers(Map.of()));
    }
}
