package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Topics (spec: "Publish and Subscribe", "Ordering Guarantees", "Publisher Exclusion"). */
interface PubSubStatements extends OnWire {
    @Test
    default void P01_subscribeIsAnsweredBySubscribed(Router router) {
        Session session = router.join(wire());

        long request = session.request(Type.SUBSCRIBE, Map.of(), "org.junctor.test.p01");

        assertEquals(3, session.answer(Type.SUBSCRIBED, request).size());
    }

    @Test
    default void P02_subscribingTwiceIsOneSubscription(Router router) {
        Session subscriber = router.join(wire());
        Session publisher = router.join(wire());

        long first = subscriber.subscribe("org.junctor.test.p02");
        long second = subscriber.subscribe("org.junctor.test.p02");
        publisher.publish("org.junctor.test.p02", "once");

        assertEquals(first, second);
        subscriber.event(first);
        subscriber.expectNothingMore();
    }

    @Test
    default void P03_anotherMatchIsAnotherSubscription(Router router) {
        Session session = router.join(wire());

        long exact = session.subscribe("org.junctor.test.p03", "exact");
        long prefix = session.subscribe("org.junctor.test.p03", "prefix");
        long wildcard = session.subscribe("org.junctor.test.p03", "wildcard");

        assertNotEquals(exact, prefix);
        assertNotEquals(exact, wildcard);
        assertNotEquals(prefix, wildcard);
    }

    @Test
    default void P04_unsubscribeStopsEvents(Router router) {
        Session subscriber = router.join(wire());
        Session publisher = router.join(wire());
        long subscription = subscriber.subscribe("org.junctor.test.p04");

        subscriber.unsubscribe(subscription);
        publisher.publish("org.junctor.test.p04", "unheard");

        subscriber.expectNothingMore();
    }

    @Test
    default void P05_unsubscribeOfWhatOneHasNotIsAnError(Router router) {
        Session session = router.join(wire());
        Session other = router.join(wire());
        long othersOwn = other.subscribe("org.junctor.test.p05");

        for (long id : List.of(othersOwn, 4_711_000_000_000L)) {
            long request = session.request(Type.UNSUBSCRIBE, id);
            session.error(Type.UNSUBSCRIBE, request, "wamp.error.no_such_subscription");
        }
    }

    @Test
    default void P06_publishIsNotAnsweredUnlessAsked(Router router) {
        Session session = router.join(wire());

        session.request(Type.PUBLISH, Map.of(), "org.junctor.test.p06", List.of("quiet"));

        session.expectNothingMore();
    }

    @Test
    default void P07_publishIsAcknowledgedWithoutSubscribers(Router router) {
        Session session = router.join(wire());

        long request = session.request(Type.PUBLISH, Map.of("acknowledge", true), "org.junctor.test.p07");

        assertEquals(3, session.answer(Type.PUBLISHED, request).size());
    }

    @Test
    default void P08_allEventsOfAPublicationHaveItsId(Router router) {
        Session publisher = router.join(wire());
        Session one = router.join(wire());
        Session two = router.join(wire());
        long subscription = one.subscribe("org.junctor.test.p08");
        two.subscribe("org.junctor.test.p08");

        long publication = publisher.publish("org.junctor.test.p08");

        assertEquals(publication, one.event(subscription).get(2).asLong());
        assertEquals(publication, two.event(subscription).get(2).asLong());
    }

    @Test
    default void P09_publisherDoesNotHearItself(Router router) {
        Session session = router.join(wire());
        session.subscribe("org.junctor.test.p09");

        session.publish("org.junctor.test.p09", "mine");

        session.expectNothingMore();
    }

    @Test
    default void P10_argumentsArriveUnchanged(Router router) {
        Session publisher = router.join(wire());
        Session subscriber = router.join(wire());
        long subscription = subscriber.subscribe("org.junctor.test.p10");
        String arguments = "[1,-2.5,\"ü\\u0000\\\"\",null,true,[[]],{\"a\":{}},9007199254740993,1e300]";
        String keywords = "{\"kw\":[1,2],\"ü\":\"😀\"}";

        publisher.peer().sendText("[16,1,{},\"org.junctor.test.p10\"," + arguments + "," + keywords + "]");
        publisher.peer().sendText("[16,2,{},\"org.junctor.test.p10\"]");
        publisher.peer().sendText("[16,3,{},\"org.junctor.test.p10\",[]," + keywords + "]");

        JsonNode full = subscriber.event(subscription);
        assertEquals(Json.tree(arguments), full.get(4));
        assertEquals(Json.tree(keywords), full.get(5));
        JsonNode bare = subscriber.event(subscription);
        assertEquals(0, bare.path(4).size() + bare.path(5).size(), bare::toString);
        assertEquals(Json.tree(keywords), subscriber.event(subscription).get(5));
    }

    @Test
    default void P11_eventsOfAPublisherKeepTheirOrder(Router router) {
        Session publisher = router.join(wire());
        Session subscriber = router.join(wire());
        subscriber.subscribe("org.junctor.test.p11.a");
        subscriber.subscribe("org.junctor.test.p11.b");

        for (int i = 0; i < 500; i++) {
            publisher.request(Type.PUBLISH, Map.of(), "org.junctor.test.p11." + (i % 2 == 0 ? "a" : "b"), List.of(i));
        }

        for (int i = 0; i < 500; i++) {
            assertEquals(i, subscriber.receive(Type.EVENT).get(4).get(0).asInt());
        }
    }

    @Test
    default void P12_subscribedComesBeforeTheFirstEvent(Router router) {
        Session publisher = router.join(wire());
        for (int i = 0; i < 20; i++) {
            Session subscriber = router.join(wire());
            for (int j = 0; j < 10; j++) {
                publisher.request(Type.PUBLISH, Map.of(), "org.junctor.test.p12", List.of(j));
            }
            long request = subscriber.request(Type.SUBSCRIBE, Map.of(), "org.junctor.test.p12");
            for (int j = 0; j < 10; j++) {
                publisher.request(Type.PUBLISH, Map.of(), "org.junctor.test.p12", List.of(j));
            }
            subscriber.answer(Type.SUBSCRIBED, request);
        }
    }

    @Test
    default void P13_subscriptionsEndWithTheSession(Router router) {
        Session subscriber = router.join(wire());
        Session publisher = router.join(wire());
        subscriber.subscribe("org.junctor.test.p13");
        subscriber.leave();

        Session again = Session.join(subscriber.peer(), Router.OPEN);
        publisher.publish("org.junctor.test.p13", "unheard");

        again.expectNothingMore();
    }

    @Test
    default void P14_noEventFollowsUnsubscribed(Router router) {
        Session publisher = router.join(wire());
        Session subscriber = router.join(wire());
        for (int i = 0; i < 20; i++) {
            long subscription = subscriber.subscribe("org.junctor.test.p14");
            for (int j = 0; j < 10; j++) {
                publisher.request(Type.PUBLISH, Map.of(), "org.junctor.test.p14", List.of(j));
            }
            long request = subscriber.request(Type.UNSUBSCRIBE, subscription);
            JsonNode message = subscriber.peer().receive();
            while (message.get(0).asInt() == Type.EVENT) {
                message = subscriber.peer().receive();
            }
            assertEquals(Json.tree("[35," + request + "]"), message);
            publisher.publish("org.junctor.test.p14", "unheard");
            subscriber.expectNothingMore();
        }
    }

    @Test
    default void P15_publisherMayAskToHearItself(Router router) {
        Session session = router.join(wire());
        long subscription = session.subscribe("org.junctor.test.p15");

        session.request(Type.PUBLISH, Map.of("exclude_me", false), "org.junctor.test.p15", List.of("mine"));

        assertEquals("mine", session.event(subscription).get(4).get(0).asText());
    }

    @Test
    default void P35_whatTheRoleMayNotDoIsRefused(Router router) {
        Session session = router.join(wire(), Router.GUARDED);

        long subscribe = session.request(Type.SUBSCRIBE, Map.of(), "closed.topic");
        session.error(Type.SUBSCRIBE, subscribe, "wamp.error.not_authorized");
        long publish = session.request(Type.PUBLISH, Map.of("acknowledge", true), "closed.topic");
        session.error(Type.PUBLISH, publish, "wamp.error.not_authorized");
        long register = session.request(Type.REGISTER, Map.of(), "closed.procedure");
        session.error(Type.REGISTER, register, "wamp.error.not_authorized");
        long call = session.call("closed.procedure");
        session.error(Type.CALL, call, "wamp.error.not_authorized");
        session.subscribe("open.topic");
    }

    @Test
    default void P35_aPatternNeedsPermissionForAllItMatches(Router router) {
        Session session = router.join(wire(), Router.GUARDED);

        long request = session.request(Type.SUBSCRIBE, Map.of("match", "prefix"), "op");
        session.error(Type.SUBSCRIBE, request, "wamp.error.not_authorized");
        session.subscribe("open.topics", "prefix");
    }
}
