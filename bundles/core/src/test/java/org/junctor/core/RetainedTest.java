package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junctor.api.message.Event;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Published;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Subscribed;
import org.junctor.api.message.Welcome;
import org.junctor.api.store.EventStore;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Event retention. */
final class RetainedTest {
    private static final String TOPIC = "com.example.topic";
    private static final Options RETAIN = Options.of("retain", true);

    private final TestRouter router = new TestRouter();
    private final FakePeer publisher = router.join();
    private long request;

    @Test
    void newestRetainedEventIsSentToThoseWhoAskBehindSubscribed() throws ProtocolViolation {
        publish(RETAIN, TOPIC, "old");
        long publication = publish(RETAIN.with("disclose_me", true), TOPIC, "new");

        FakePeer subscriber = router.join();
        long subscription = subscribe(subscriber, 1, TOPIC, "exact");

        Event event = subscriber.next(Event.class);
        assertEquals(subscription, event.subscription());
        assertEquals(publication, event.publication());
        assertTrue(event.details().flag("retained", false));
        assertEquals("somebody", event.details().text("publisher_authid"));
        assertFalse(event.details().has("topic"));
        assertEquals("new", TestRouter.argument(event));
        subscriber.nothing();
    }

    @Test
    void nothingRetainedIsSentToThoseWhoDoNotAsk() {
        publish(RETAIN, TOPIC, "kept");
        FakePeer subscriber = router.join();

        TestRouter.subscribe(subscriber, 1, TOPIC);

        subscriber.nothing();
    }

    @Test
    void eventThatIsNotRetainedDoesNotReplaceOne() {
        publish(RETAIN, TOPIC, "kept");
        publish(Options.EMPTY, TOPIC, "passing");
        FakePeer subscriber = router.join();

        subscribe(subscriber, 1, TOPIC, "exact");

        assertEquals("kept", TestRouter.argument(subscriber.next(Event.class)));
    }

    @Test
    void liveEventIsNotMarkedAsRetained() {
        FakePeer subscriber = router.join();
        TestRouter.subscribe(subscriber, 1, TOPIC);

        publish(RETAIN, TOPIC, "live");

        assertFalse(subscriber.next(Event.class).details().has("retained"));
    }

    @Test
    void patternGetsOneOfEachTopicWithTheTopic() throws ProtocolViolation {
        publish(RETAIN, "com.example.a", 1);
        publish(RETAIN, "com.example.b", 2);
        publish(RETAIN, "com.other.b", 3);
        FakePeer subscriber = router.join();

        subscribe(subscriber, 1, "com.example", "prefix");
        subscribeAfter(subscriber, 2, "com..b", "wildcard");

        assertEquals("com.example.a", subscriber.next(Event.class).details().text("topic"));
        assertEquals("com.example.b", subscriber.next(Event.class).details().text("topic"));
        subscriber.next(Subscribed.class);
        assertEquals(2L, TestRouter.argument(subscriber.next(Event.class)));
        assertEquals(3L, TestRouter.argument(subscriber.next(Event.class)));
        subscriber.nothing();
    }

    @Test
    void nobodyGetsWhatWasNotForHimButTheNewestThatWas() {
        FakePeer chosen = router.connect().send(TestRouter.hello());
        long id = chosen.next(Welcome.class).session();
        publish(RETAIN, TOPIC, "for all");
        publish(RETAIN.with("eligible", List.of(id)), TOPIC, "for one");
        publish(RETAIN.with("eligible_authrole", List.of("nobody")), TOPIC, "for nobody");
        FakePeer other = router.join();

        subscribe(chosen, 1, TOPIC, "exact");
        subscribe(other, 1, TOPIC, "exact");

        assertEquals("for one", TestRouter.argument(chosen.next(Event.class)));
        assertEquals("for all", TestRouter.argument(other.next(Event.class)));
        publish(RETAIN, TOPIC, "for all again");
        chosen.all();
        subscribe(chosen, 2, TOPIC, "exact");
        assertEquals("for all again", TestRouter.argument(chosen.next(Event.class)));
    }

    @Test
    void retainedEventExpires() {
        publish(RETAIN.with("retain_ttl", 1000), TOPIC, "short");
        FakePeer early = router.join();
        FakePeer late = router.join();

        router.time.pass(999);
        subscribe(early, 1, TOPIC, "exact");
        router.time.pass(1);
        subscribe(late, 1, TOPIC, "exact");

        early.next(Event.class);
        late.nothing();
    }

    @Test
    void numberAndSizeOfAllAreBounded() {
        for (int i = 0; i < 6; i++) {
            publish(RETAIN, "com.example.t" + i, i);
        }
        FakePeer subscriber = router.join();
        subscribe(subscriber, 1, "com", "prefix");
        assertEquals(5, subscriber.all().size());
        assertEquals(1, router.counter("retained.refused"));

        publish(RETAIN, "com.example.t0", "x".repeat(6000));

        assertEquals(2, router.counter("retained.refused"));
        FakePeer next = router.join();
        subscribe(next, 1, "com.example.t0", "exact");
        next.nothing();
    }

    @Test
    void expiredOnesMakeRoom() {
        for (int i = 0; i < 5; i++) {
            publish(RETAIN.with("retain_ttl", 10), "com.example.t" + i, i);
        }
        router.time.pass(10);

        publish(RETAIN, TOPIC, "new");

        assertEquals(0, router.counter("retained.refused"));
    }

    @Test
    void storeKeepsThemAndGivesThemBack() {
        FakeStore store = new FakeStore();
        router.core.bindEventStore(store, Map.of(EventStore.REALM, TestRouter.REALM));
        publish(RETAIN.with("retain_ttl", 5000), TOPIC, "kept");
        publish(RETAIN.with("eligible", List.of(1L)), TOPIC, "for a session that will not come back");
        TestRouter next = new TestRouter();

        next.core.bindEventStore(store, Map.of(EventStore.REALM, TestRouter.REALM));

        assertEquals(1, store.retained.getOrDefault(TOPIC, List.of()).size());
        FakePeer subscriber = next.join();
        subscribe(subscriber, 1, TOPIC, "exact");
        assertEquals("kept", TestRouter.argument(subscriber.next(Event.class)));
        next.time.pass(5000);
        subscribe(subscriber, 2, TOPIC, "exact");
        subscriber.nothing();
    }

    @Test
    void expiredOnesGoFromTheStoreToo() {
        FakeStore store = new FakeStore();
        router.core.bindEventStore(store, Map.of(EventStore.REALM, TestRouter.REALM));
        for (int i = 0; i < 5; i++) {
            publish(RETAIN.with("retain_ttl", 10), "com.example.t" + i, i);
        }
        router.time.pass(10);

        publish(RETAIN.with("retain_ttl", 10), TOPIC, "new");

        assertEquals(List.of(), store.retained.get("com.example.t0"));
        TestRouter next = new TestRouter();
        next.time.pass(20);
        next.core.bindEventStore(store, Map.of(EventStore.REALM, TestRouter.REALM));
        assertEquals(List.of(), store.retained.get(TOPIC));
    }

    private long publish(Options options, String topic, Object argument) {
        publisher.send(new Publish(++request, options.with("acknowledge", true), topic, TestRouter.payload(argument)));
        return publisher.next(Published.class).publication();
    }

    private static long subscribe(FakePeer peer, long id, String topic, String match) {
        subscribeAfter(peer, id, topic, match);
        return peer.next(Subscribed.class).subscription();
    }

    private static void subscribeAfter(FakePeer peer, long id, String topic, String match) {
        peer.send(new Subscribe(id, Options.of("match", match).with("get_retained", true), topic));
    }
}
