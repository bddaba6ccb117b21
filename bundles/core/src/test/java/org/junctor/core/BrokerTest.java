package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Goodbye;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Published;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Subscribed;
import org.junctor.api.message.Unsubscribe;
import org.junctor.api.message.Unsubscribed;
import org.junctor.api.message.Welcome;
import org.junctor.api.serializer.Values;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Publish and subscribe. */
final class BrokerTest {
    private static final String TOPIC = "com.example.topic";

    private final TestRouter router = new TestRouter();
    private final FakePeer publisher = router.join();
    private final FakePeer subscriber = router.join();

    @Test
    void eventReachesEverySubscriberButThePublisher() {
        FakePeer other = router.join();
        TestRouter.subscribe(publisher, 1, TOPIC);
        long id = TestRouter.subscribe(subscriber, 1, TOPIC);
        TestRouter.subscribe(other, 1, TOPIC);

        publisher.send(TestRouter.publish(2, TOPIC, "hello"));

        Event event = subscriber.next(Event.class);
        assertEquals(id, event.subscription());
        assertEquals("hello", TestRouter.argument(event));
        assertEquals(Options.EMPTY, event.details());
        assertEquals(event.publication(), other.next(Event.class).publication());
        publisher.nothing();
    }

    @Test
    void payloadArrivesUnchangedAlsoWhenThereIsNone() throws ProtocolViolation {
        TestRouter.subscribe(subscriber, 1, TOPIC);
        Payload both = Values.payload(TestRouter.JSON, List.of(1, "two"), Map.of("three", 3));

        publisher.send(new Publish(1, Options.EMPTY, TOPIC, both));
        publisher.send(new Publish(2, Options.EMPTY, TOPIC, Payload.EMPTY));

        assertEquals(
                List.of(List.of(1L, "two"), Map.of("three", 3L)),
                Values.decode(subscriber.next(Event.class).payload(), TestRouter.JSON));
        assertTrue(subscriber.next(Event.class).payload().isEmpty());
    }

    @Test
    void excludeMeFalseIncludesThePublisher() {
        TestRouter.subscribe(publisher, 1, TOPIC);

        publisher.send(new Publish(2, Options.of("exclude_me", false), TOPIC, Payload.EMPTY));

        publisher.next(Event.class);
    }

    @Test
    void publishIsAcknowledgedOnlyIfAskedAlsoWithoutSubscribers() {
        publisher.send(TestRouter.publish(1, TOPIC));
        publisher.nothing();

        publisher.send(new Publish(2, Options.of("acknowledge", true), TOPIC, Payload.EMPTY));

        assertEquals(2, publisher.next(Published.class).request());
    }

    @Test
    void acknowledgementCarriesTheIdOfTheEvents() {
        TestRouter.subscribe(subscriber, 1, TOPIC);

        publisher.send(new Publish(1, Options.of("acknowledge", true), TOPIC, Payload.EMPTY));

        assertEquals(
                publisher.next(Published.class).publication(),
                subscriber.next(Event.class).publication());
    }

    @Test
    void repeatedSubscribeGivesTheSameIdAndOneEvent() {
        long first = TestRouter.subscribe(subscriber, 1, TOPIC);
        long second = TestRouter.subscribe(subscriber, 2, TOPIC);

        publisher.send(TestRouter.publish(1, TOPIC));

        assertEquals(first, second);
        subscriber.next(Event.class);
        subscriber.nothing();
    }

    @Test
    void subscriptionIdIsSharedByAllSubscribers() {
        assertEquals(TestRouter.subscribe(publisher, 1, TOPIC), TestRouter.subscribe(subscriber, 1, TOPIC));
    }

    @Test
    void patternsMatchAndEachSubscriptionGetsItsOwnEvent() throws ProtocolViolation {
        long exact = TestRouter.subscribe(subscriber, 1, TOPIC);
        long prefix = subscribe(2, "prefix", "com.exam");
        long wildcard = subscribe(3, "wildcard", "com..topic");

        publisher.send(TestRouter.publish(1, TOPIC));
        publisher.send(TestRouter.publish(2, "com.example-low"));
        publisher.send(TestRouter.publish(3, "com.x.topic"));
        publisher.send(TestRouter.publish(4, "com.exa"));

        List<Event> first =
                List.of(subscriber.next(Event.class), subscriber.next(Event.class), subscriber.next(Event.class));
        List<Long> ids = new ArrayList<>();
        for (Event event : first) {
            ids.add(event.subscription());
            assertEquals(first.get(0).publication(), event.publication());
            assertEquals(
                    event.subscription() == exact ? null : TOPIC,
                    event.details().text("topic"));
        }
        assertTrue(ids.containsAll(List.of(exact, prefix, wildcard)));
        assertEquals(prefix, subscriber.next(Event.class).subscription());
        assertEquals(wildcard, subscriber.next(Event.class).subscription());
        subscriber.nothing();
    }

    @Test
    void sameUriWithAnotherMatchIsAnotherSubscription() {
        assertNotEquals(TestRouter.subscribe(subscriber, 1, TOPIC), subscribe(2, "prefix", TOPIC));
    }

    @Test
    void unsubscribeStopsEvents() {
        long id = TestRouter.subscribe(subscriber, 1, TOPIC);

        subscriber.send(new Unsubscribe(2, id, Options.EMPTY));
        publisher.send(TestRouter.publish(1, TOPIC));

        assertEquals(2, subscriber.next(Unsubscribed.class).request());
        subscriber.nothing();
        assertEquals(List.of(), router.core.subscriptions(TestRouter.REALM));
    }

    @Test
    void unsubscribeOfAnUnknownOrForeignSubscriptionIsAnError() {
        long foreign = TestRouter.subscribe(publisher, 1, TOPIC);

        subscriber.send(new Unsubscribe(1, 4711, Options.EMPTY));
        subscriber.send(new Unsubscribe(2, foreign, Options.EMPTY));

        assertEquals(Reason.NO_SUCH_SUBSCRIPTION, subscriber.next(Error.class).error());
        assertEquals(Reason.NO_SUCH_SUBSCRIPTION, subscriber.next(Error.class).error());
    }

    @Test
    void subscriptionsEndWithTheSession() {
        TestRouter.subscribe(subscriber, 1, TOPIC);
        subscribe(2, "prefix", "com");

        subscriber.send(new Goodbye(Options.EMPTY, "wamp.close.normal"));
        publisher.send(TestRouter.publish(1, TOPIC));

        subscriber.next(Goodbye.class);
        subscriber.nothing();
        assertEquals(List.of(), router.core.subscriptions(TestRouter.REALM));
    }

    @Test
    void eventsOfOnePublisherKeepTheirOrderAcrossTopics() {
        TestRouter.subscribe(subscriber, 1, TOPIC);
        TestRouter.subscribe(subscriber, 2, "com.example.other");

        for (long i = 1; i <= 20; i++) {
            publisher.send(TestRouter.publish(i, i % 2 == 0 ? TOPIC : "com.example.other", i));
        }

        for (long i = 1; i <= 20; i++) {
            assertEquals(i, TestRouter.argument(subscriber.next(Event.class)));
        }
    }

    @Test
    void eventForAHundredSubscribersIsEncodedOnce() {
        List<FakePeer> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            FakePeer peer = router.join();
            TestRouter.subscribe(peer, 1, TOPIC);
            many.add(peer);
        }
        long before = router.counter("events.encoded");

        publisher.send(TestRouter.publish(1, TOPIC, "to all"));

        assertEquals(1, router.counter("events.encoded") - before);
        many.forEach(peer -> assertEquals("to all", TestRouter.argument(peer.next(Event.class))));
    }

    @Test
    void largeEventReachesAllOverASharedBuffer() {
        FakePeer other = router.join();
        TestRouter.subscribe(subscriber, 1, TOPIC);
        TestRouter.subscribe(other, 1, TOPIC);
        String small = "x".repeat(2000);
        String large = "y".repeat(20_000);

        publisher.send(TestRouter.publish(1, TOPIC, small));
        publisher.send(TestRouter.publish(2, TOPIC, large));

        assertEquals(small, TestRouter.argument(subscriber.next(Event.class)));
        assertEquals(large, TestRouter.argument(subscriber.next(Event.class)));
        assertEquals(small, TestRouter.argument(other.next(Event.class)));
        assertEquals(large, TestRouter.argument(other.next(Event.class)));
    }

    @Test
    void publisherIsDisclosedIfItAsks() throws ProtocolViolation {
        FakePeer open = router.connect().send(TestRouter.hello());
        long id = open.next(Welcome.class).session();
        TestRouter.subscribe(subscriber, 1, TOPIC);

        open.send(new Publish(1, Options.of("disclose_me", true), TOPIC, Payload.EMPTY));
        publisher.send(TestRouter.publish(1, TOPIC));

        Event disclosed = subscriber.next(Event.class);
        assertEquals(id, disclosed.details().integer("publisher", 0));
        assertEquals("somebody", disclosed.details().text("publisher_authid"));
        assertFalse(subscriber.next(Event.class).details().has("publisher"));
    }

    @Test
    void blackAndWhiteListsRestrictTheAudience() {
        FakePeer chosen = router.connect().send(TestRouter.hello());
        long id = chosen.next(Welcome.class).session();
        TestRouter.subscribe(chosen, 1, TOPIC);
        TestRouter.subscribe(subscriber, 1, TOPIC);

        publisher.send(new Publish(1, Options.of("eligible", List.of(id)), TOPIC, TestRouter.payload(1)));
        publisher.send(new Publish(2, Options.of("exclude", List.of(id)), TOPIC, TestRouter.payload(2)));
        publisher.send(new Publish(3, Options.of("eligible", List.of()), TOPIC, TestRouter.payload(3)));
        publisher.send(
                new Publish(4, Options.of("eligible_authrole", List.of("nobody")), TOPIC, TestRouter.payload(4)));
        publisher.send(new Publish(5, Options.of("exclude_authid", List.of("somebody")), TOPIC, TestRouter.payload(5)));

        assertEquals(1L, TestRouter.argument(chosen.next(Event.class)));
        assertEquals(2L, TestRouter.argument(subscriber.next(Event.class)));
        chosen.nothing();
        subscriber.nothing();
    }

    @Test
    void subscriptionsAreListedForOperators() {
        long id = TestRouter.subscribe(subscriber, 1, TOPIC);

        assertEquals(1, router.core.subscriptions(TestRouter.REALM).size());
        assertEquals(id, router.core.subscriptions(TestRouter.REALM).get(0).id());
        assertEquals(List.of(), router.core.subscriptions("nowhere"));
    }

    private long subscribe(long request, String match, String topic) {
        subscriber.send(new Subscribe(request, Options.of("match", match), topic));
        return subscriber.next(Subscribed.class).subscription();
    }
}
