package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junctor.api.message.Call;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Published;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Result;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Subscribed;
import org.junctor.api.security.Action;
import org.junctor.api.security.Authorizer;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Match;
import org.junctor.api.serializer.Values;
import org.junctor.api.store.EventStore;
import org.junctor.api.store.Series;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** What the router has a store keep, and what it gives of it. */
final class HistoryTest {
    private static final String TOPIC = "com.example.topic";
    private static final Options ACKNOWLEDGE = Options.of("acknowledge", true);
    private static final Map<String, Object> OF_REALM = Map.of(EventStore.REALM, TestRouter.REALM);

    private final TestRouter router = new TestRouter();
    private final FakeStore store =
            new FakeStore(new Series(TOPIC, Match.EXACT), new Series("com.example", Match.PREFIX));
    private final FakePeer peer = router.join();

    @Test
    void eventsAreKeptWithoutSubscribersAndReadInTheirOrder() {
        router.core.bindEventStore(store, OF_REALM);

        peer.send(new Publish(1, ACKNOWLEDGE, TOPIC, TestRouter.payload("one")));
        peer.send(new Publish(2, Options.EMPTY, TOPIC, Payload.EMPTY));
        long first = peer.next(Published.class).publication();
        peer.send(TestRouter.call(3, "wamp.subscription.lookup", TOPIC));
        long subscription = (Long) TestRouter.argument(peer.next(Result.class));
        peer.send(TestRouter.call(4, "wamp.subscription.get_events", subscription));

        List<?> events = TestRouter.arguments(peer.next(Result.class).payload());
        Map<?, ?> one = (Map<?, ?>) events.get(0);
        assertEquals(2, events.size());
        assertEquals(first, one.get("publication"));
        assertEquals(subscription, one.get("subscription"));
        assertEquals(Map.of(), one.get("details"));
        assertEquals(List.of("one"), one.get("args"));
        assertEquals("2023-11-14T22:30:02Z", one.get("timestamp"));
        assertNull(((Map<?, ?>) events.get(1)).get("args"));
    }

    @Test
    void patternsKeepTheTopicOfEachEventAndCanBeFilteredByIt() {
        router.core.bindEventStore(store, OF_REALM);
        long pattern = subscribe(1, "com.example", "prefix");
        FakePeer publisher = router.join();

        publisher.send(TestRouter.publish(1, TOPIC, 1));
        publisher.send(TestRouter.publish(2, "com.example.other", 2));
        publisher.send(TestRouter.publish(3, "com.elsewhere", 3));

        peer.next(Event.class);
        peer.next(Event.class);
        List<Map<?, ?>> all = events(2, pattern, Map.of());
        assertEquals(2, all.size());
        assertEquals(Map.of("topic", TOPIC), all.get(0).get("details"));
        List<Map<?, ?>> filtered = events(3, pattern, Map.of("topic", "com.example.other"));
        assertEquals(1, filtered.size());
        assertEquals(List.of(2L), filtered.get(0).get("args"));
    }

    @Test
    void limitReverseTimesAndPublicationsAreHandedToTheStore() {
        router.core.bindEventStore(store, OF_REALM);
        for (long i = 1; i <= 3; i++) {
            peer.send(TestRouter.publish(i, TOPIC, i));
            router.time.pass(1000);
        }
        long id = subscribe(4, TOPIC, "exact");
        List<Map<?, ?>> all = events(5, id, Map.of());

        List<Map<?, ?>> newest = events(6, id, Map.of("reverse", true, "limit", 2));
        List<Map<?, ?>> since = events(7, id, Map.of("after_time", all.get(1).get("timestamp"), "limit", 5));
        List<Map<?, ?>> behind =
                events(8, id, Map.of("after_publication", all.get(0).get("publication"), "reverse", false));

        assertEquals(List.of(all.get(2), all.get(1)), newest);
        assertEquals(List.of(all.get(2)), since);
        assertEquals(List.of(all.get(1), all.get(2)), behind);
    }

    @Test
    void filtersOfTheWrongTypeAreRefused() {
        router.core.bindEventStore(store, OF_REALM);
        long id = subscribe(1, TOPIC, "exact");

        peer.send(reading(2, id, Map.of("limit", 0)));
        peer.send(reading(3, id, Map.of("limit", "many")));
        peer.send(reading(4, id, Map.of("from_time", "yesterday")));
        peer.send(reading(5, id, Map.of("from_time", "2026-01-31T12:00:00")));
        peer.send(reading(6, 4711, Map.of()));

        for (int i = 0; i < 4; i++) {
            assertEquals(Reason.INVALID_ARGUMENT, peer.next(Error.class).error());
        }
        assertEquals(Reason.NO_SUCH_SUBSCRIPTION, peer.next(Error.class).error());
    }

    @Test
    void whatIsMeantForCertainSessionsIsNeverKept() {
        router.core.bindEventStore(store, OF_REALM);

        peer.send(new Publish(1, Options.of("eligible", List.of(1L)), TOPIC, Payload.EMPTY));
        peer.send(new Publish(2, Options.of("exclude", List.of(1L)), TOPIC, Payload.EMPTY));
        peer.send(new Publish(3, Options.of("exclude_authid", List.of("somebody")), TOPIC, Payload.EMPTY));
        peer.send(new Publish(4, Options.of("eligible_authid", List.of("somebody")), TOPIC, Payload.EMPTY));

        assertEquals(2, store.of(new Series(TOPIC, Match.EXACT)).size());
        assertEquals(1, events(6, subscribe(5, TOPIC, "exact"), Map.of()).size(), "one is not for the reader");
    }

    @Test
    void whoMayNotSubscribeMayNotReadEither() {
        Authorizer noSubscribing = (session, action, uri, match, options) ->
                (action == Action.SUBSCRIBE ? Decision.DENY : Decision.ALLOW).now();
        router.core.bindEventStore(store, OF_REALM);
        long id = subscribe(1, TOPIC, "exact");
        router.core.bindAuthorizer(noSubscribing, Map.of("service.ranking", 1));

        peer.send(TestRouter.call(2, "wamp.subscription.get_events", id));

        assertEquals(Reason.NOT_AUTHORIZED, peer.next(Error.class).error());
    }

    @Test
    void subscriptionWithoutHistoryHasNoEvents() {
        router.core.bindEventStore(store, OF_REALM);
        long id = subscribe(1, "com.elsewhere", "exact");

        assertEquals(List.of(), events(2, id, Map.of()));
    }

    @Test
    void publicationIsAcknowledgedWhenItIsStored() {
        CompletableFuture<Void> disk = new CompletableFuture<>();
        store.appending = disk;
        router.core.bindEventStore(store, OF_REALM);

        peer.send(new Publish(1, ACKNOWLEDGE, TOPIC, Payload.EMPTY));
        peer.send(new Publish(2, ACKNOWLEDGE, "com.elsewhere", Payload.EMPTY));
        assertEquals(2, peer.next(Published.class).request());
        peer.nothing();
        disk.complete(null);

        assertEquals(1, peer.next(Published.class).request());
    }

    @Test
    void publicationThatCannotBeStoredIsAnErrorAndCounted() {
        store.appending = CompletableFuture.failedFuture(new IllegalStateException("the disk is full"));
        router.core.bindEventStore(store, OF_REALM);

        peer.send(new Publish(1, ACKNOWLEDGE, TOPIC, Payload.EMPTY));

        assertEquals(Reason.UNAVAILABLE, peer.next(Error.class).error());
        assertEquals(1, router.counter("history.failed"));
    }

    @Test
    void publisherWaitsWhileTheStoreHasTooMuchToDo() {
        CompletableFuture<Void> disk = new CompletableFuture<>();
        store.appending = disk;
        router.core.bindEventStore(store, OF_REALM);
        FakePeer subscriber = router.join();
        TestRouter.subscribe(subscriber, 1, TOPIC);
        String large = "x".repeat(200_000);

        for (long i = 1; i <= 40; i++) {
            peer.send(TestRouter.publish(i, TOPIC, large));
        }

        assertTrue(peer.paused());
        int delivered = subscriber.all().size();
        assertTrue(delivered < 30, () -> "delivered: " + delivered);
        disk.complete(null);
        assertFalse(peer.paused());
        assertEquals(40, delivered + subscriber.all().size());
    }

    @Test
    void publisherOfRetainedEventsWaitsForTheStoreToo() {
        CompletableFuture<Void> disk = new CompletableFuture<>();
        store.appending = disk;
        router.core.bindEventStore(store, OF_REALM);
        Payload payload = TestRouter.payload("x".repeat(4000));

        for (long i = 1; i <= 1200; i++) {
            peer.send(new Publish(i, Options.of("retain", true), "com.elsewhere", payload));
        }

        assertTrue(peer.paused());
        disk.complete(null);
        assertFalse(peer.paused());
    }

    @Test
    void readerWaitsWhileTheStoreHasManyAnswersToFind() {
        router.core.bindEventStore(store, OF_REALM);
        long id = subscribe(1, TOPIC, "exact");
        store.reading = new CompletableFuture<>();
        for (long i = 2; i <= 40; i++) {
            peer.send(reading(i, id, Map.of()));
        }
        assertEquals(16, store.queries);
        peer.nothing();

        store.reading.complete(null);

        assertEquals(39, peer.all().size());
        assertEquals(39, store.queries);
    }

    @Test
    void publicationsWaitForAStoreThatIsConfigured() {
        router.realm.broker.history.expect(true);

        peer.send(new Publish(1, ACKNOWLEDGE, TOPIC, Payload.EMPTY));
        peer.nothing();
        router.core.bindEventStore(store, OF_REALM);

        peer.next(Published.class);
        assertEquals(1, store.of(new Series(TOPIC, Match.EXACT)).size());
    }

    @Test
    void publicationsDoNotWaitForEver() {
        router.realm.broker.history.expect(true);
        peer.send(new Publish(1, ACKNOWLEDGE, TOPIC, Payload.EMPTY));

        router.time.pass(TestRouter.LIMITS.graceMs());

        peer.next(Published.class);
        assertEquals(1, router.counter("grace.expired"));
    }

    @Test
    void whatAnAbsentStoreKeepsIsNotAcknowledged() {
        router.realm.broker.history.expect(true);
        router.core.bindEventStore(store, OF_REALM);
        router.core.unbindEventStore(store);
        peer.send(new Publish(1, ACKNOWLEDGE, TOPIC, Payload.EMPTY));
        peer.nothing();

        router.time.pass(TestRouter.LIMITS.graceMs());

        assertEquals(Reason.UNAVAILABLE, peer.next(Error.class).error());
    }

    @Test
    void topicWithHistoryIsCreatedWithItsFirstSubscriber() {
        router.core.bindEventStore(store, OF_REALM);
        FakePeer watcher = router.join();
        TestRouter.subscribe(watcher, 1, "wamp.subscription.on_create");
        TestRouter.subscribe(watcher, 2, "wamp.subscription.on_delete");
        watcher.nothing();

        TestRouter.subscribe(peer, 1, TOPIC);
        peer.hangUp();

        Object created =
                TestRouter.arguments(watcher.next(Event.class).payload()).get(1);
        Object deleted =
                TestRouter.arguments(watcher.next(Event.class).payload()).get(1);
        assertEquals(((Map<?, ?>) created).get("id"), deleted);
        assertEquals(
                2,
                router.core.subscriptions(TestRouter.REALM).stream()
                        .filter(entry -> !entry.uri().startsWith("wamp"))
                        .count());
    }

    @Test
    void topicWhoseHistoryIsNoLongerKeptIsForgotten() {
        router.core.bindEventStore(store, OF_REALM);
        router.core.unbindEventStore(store);

        assertEquals(List.of(), router.core.subscriptions(TestRouter.REALM));
    }

    private long subscribe(long request, String topic, String match) {
        peer.send(new Subscribe(request, Options.of("match", match), topic));
        return peer.next(Subscribed.class).subscription();
    }

    private List<Map<?, ?>> events(long request, long subscription, Map<String, ?> filters) {
        peer.send(reading(request, subscription, filters));
        Payload payload = peer.next(Result.class).payload();
        return payload.isEmpty()
                ? List.of()
                : TestRouter.arguments(payload).stream()
                        .<Map<?, ?>>map(event -> (Map<?, ?>) Objects.requireNonNull(event))
                        .toList();
    }

    private static Call reading(long request, long subscription, Map<String, ?> filters) {
        Payload payload = Values.payload(TestRouter.JSON, List.of(subscription), filters);
        return new Call(request, Options.EMPTY, "wamp.subscription.get_events", payload);
    }
}
