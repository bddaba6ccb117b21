package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junctor.api.message.Event;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Result;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Subscribed;
import org.junctor.api.message.Welcome;
import org.junctor.api.message.Yield;
import org.junctor.api.transport.CloseReason;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Which EVENTs a slow subscriber gets, as the policy of its role has it, and what is told of it. */
final class SlowSubscriberTest {
    private static final int MESSAGES = 4;
    private static final String A = "com.example.a";
    private static final String B = "com.example.b";

    private final TestRouter router = new TestRouter(limits(MESSAGES, SlowPolicy.DISCONNECT));
    private final FakePeer publisher = router.join();
    private final List<String> published = new ArrayList<>();
    private long requests;

    static Limits limits(int maxMessages, SlowPolicy policy) {
        OutboxLimits outbox = new OutboxLimits(8 << 20, maxMessages, 32 << 20, 0, 10000, 10240, policy, 5000);
        return TestRouter.limits(outbox, TestRouter.CALL_LIMITS);
    }

    @Test
    void roleWithoutAPolicyGetsTheOneOfAll() {
        FakePeer slow = slow(SlowPolicy.DROP_NEWEST, A);
        router.realm.slowPolicies(Map.of("another", SlowPolicy.DROP_NEWEST));

        publish(A, MESSAGES);
        assertNull(slow.closed());
        publish(A, 1);
        router.time.run();

        assertEquals(CloseReason.POLICY, slow.closed());
    }

    @Test
    void newestIsDroppedUntilHalfIsTaken() {
        FakePeer slow = slow(SlowPolicy.DROP_NEWEST, A);

        publish(A, 6);
        slow.take(1);
        publish(A, 1);
        slow.take(1);
        publish(A, 1);
        slow.takeAll();

        assertEquals(List.of("1", "2", "3", "4", "8"), events(slow));
        assertEquals(3, router.counter("events.dropped"));
    }

    @Test
    void oldestIsDroppedButNotWhatIsNoEvent() {
        TestRouter.register(publisher, ++requests, "com.example.add");
        FakePeer slow = router.join();
        TestRouter.subscribe(slow, 1, A);
        slow.send(TestRouter.call(2, "com.example.add"));
        stall(slow, SlowPolicy.DROP_OLDEST);

        publish(A, 2);
        publisher.poll();
        publisher.send(new Yield(1, Options.EMPTY, TestRouter.payload("sum")));
        publish(A, 5);
        slow.takeAll();

        assertEquals(List.of("sum", "5", "6", "7"), events(slow));
        assertEquals(4, router.counter("events.dropped"));
    }

    @Test
    void conflationKeepsTheLatestOfEachTopicInOrder() {
        FakePeer slow = slow(SlowPolicy.CONFLATE, A, B);

        publish(A, 1);
        publish(B, 3);
        publish(A, 2);
        publish(B, 1);
        slow.takeAll();
        publish(A, 1);

        assertEquals(List.of("6", "7", "8"), events(slow));
        assertEquals(5, router.counter("events.conflated"));
        assertEquals(0, router.counter("events.dropped"));
    }

    @Test
    void conflationLeavesWhatIsNotAnEventWhereItIs() {
        TestRouter.register(publisher, ++requests, "com.example.add");
        FakePeer slow = router.join();
        TestRouter.subscribe(slow, 1, A);
        slow.send(TestRouter.call(2, "com.example.add"));
        stall(slow, SlowPolicy.CONFLATE);

        publish(A, 1);
        publisher.poll();
        publisher.send(new Yield(1, Options.EMPTY, TestRouter.payload("sum")));
        publish(A, 2);
        slow.takeAll();

        assertEquals("sum", TestRouter.argument(slow.next(Result.class)));
        assertEquals(List.of("3"), events(slow));
    }

    @Test
    void eachSubscriptionKeepsItsOwnLatest() {
        FakePeer slow = router.join();
        long exact = TestRouter.subscribe(slow, 1, A);
        slow.send(new Subscribe(2, Options.of("match", "prefix"), "com.example"));
        long prefix = slow.next(Subscribed.class).subscription();
        stall(slow, SlowPolicy.CONFLATE);

        publish(A, 3);
        publish(B, 2);
        slow.takeAll();

        List<String> got = new ArrayList<>();
        for (Message message : slow.all()) {
            Event event = (Event) message;
            got.add((event.subscription() == exact ? "exact " : "prefix ") + TestRouter.argument(event));
            assertTrue(event.subscription() == exact || event.subscription() == prefix);
        }
        assertEquals(List.of("exact 3", "prefix 3", "prefix 5"), got);
    }

    @Test
    void conflationOfTooManyTopicsDropsTheOldest() {
        FakePeer slow = slow(SlowPolicy.CONFLATE, A, B, "t.3", "t.4", "t.5", "t.6");

        for (String topic : List.of(A, B, "t.3", "t.4", "t.5", "t.6", B, "t.5")) {
            publish(topic, 1);
        }
        slow.takeAll();

        assertEquals(List.of("4", "6", "7", "8"), events(slow));
        assertEquals(1, router.counter("events.conflated"));
        assertEquals(3, router.counter("events.dropped"));
    }

    @Test
    void policyThatBecomesConflationFindsWhatWaitsAlready() {
        FakePeer slow = slow(SlowPolicy.DROP_OLDEST, A, B);
        publish(A, 2);
        publish(B, 1);

        router.realm.slowPolicies(Map.of("anonymous", SlowPolicy.CONFLATE));
        publish(A, 1);
        slow.takeAll();

        assertEquals(List.of("1", "3", "4"), events(slow), "only the last one was to be replaced");
    }

    @Test
    void slownessIsAnnouncedOnceForEachTimeItLasts() {
        FakePeer watcher = router.join();
        TestRouter.subscribe(watcher, 1, "junctor.session.on_slow");
        TestRouter.subscribe(watcher, 2, "junctor.session.on_caught_up");
        FakePeer slow = router.connect().send(TestRouter.hello());
        long id = slow.next(Welcome.class).session();
        TestRouter.subscribe(slow, 1, A);
        stall(slow, SlowPolicy.DROP_NEWEST);

        publish(A, 7);
        router.time.run();
        slow.takeAll();
        router.time.run();
        slow.takeOnly(0);
        publish(A, MESSAGES);
        router.time.run();

        List<List<?>> heard = watcher.all().stream()
                .<List<?>>map(message -> TestRouter.arguments(((Event) message).payload()))
                .toList();
        assertEquals(
                List.of(
                        List.of(id, "somebody", "anonymous", "drop_newest"),
                        List.of(id, "somebody", "anonymous", 3L),
                        List.of(id, "somebody", "anonymous", "drop_newest")),
                heard);
        assertEquals(2, router.counter("outbox.full"));
    }

    @Test
    void conflatedSubscriberIsNotAnnouncedAsLongAsItIsNotFull() {
        FakePeer watcher = router.join();
        TestRouter.subscribe(watcher, 1, "junctor.session.on_slow");
        TestRouter.subscribe(watcher, 2, "junctor.session.on_caught_up");
        FakePeer slow = slow(SlowPolicy.CONFLATE, A, B, "t.3", "t.4");

        publish(A, 5);
        router.time.run();
        watcher.nothing();
        publish(B, 1);
        publish("t.3", 1);
        publish("t.4", 2);
        slow.takeAll();
        router.time.run();

        List<Object> last = watcher.all().stream()
                .<Object>map(message ->
                        TestRouter.arguments(((Event) message).payload()).get(3))
                .toList();
        assertEquals(List.of("conflate", 1L), last);
        assertEquals(1, router.counter("outbox.full"));
    }

    @Test
    void peerThatIsBlockedAgainHasAllItsTimeAgain() {
        FakePeer slow = slow(SlowPolicy.DROP_NEWEST, A);
        publish(A, 1);
        router.time.pass(1_000);
        slow.takeAll();
        slow.takeOnly(0);
        router.time.pass(8_000);
        publish(A, 1);

        router.time.pass(9_999);
        router.time.run();
        assertNull(slow.closed());
        router.time.pass(1);
        router.time.run();
        assertEquals(CloseReason.POLICY, slow.closed());
    }

    @Test
    void peerThatTakesALittleOfALongMessageIsNotClosed() {
        FakePeer slow = slow(SlowPolicy.DROP_NEWEST, A);
        publish(A, 1);

        for (int i = 0; i < 10; i++) {
            slow.write(10240);
            router.time.pass(10_000);
        }

        assertNull(slow.closed());
        slow.takeAll();
        assertEquals(published, events(slow));
    }

    @Test
    void peerThatTakesOctetByOctetIsClosed() {
        FakePeer slow = slow(SlowPolicy.DROP_NEWEST, A);
        publish(A, 1);

        for (int i = 0; i < 9; i++) {
            slow.write(1);
            router.time.pass(1000);
        }
        slow.write(10240 - 10);
        assertNull(slow.closed());
        router.time.pass(1000);
        router.time.run();

        assertEquals(CloseReason.POLICY, slow.closed());
        assertEquals(1, router.counter("outbox.stalled"));
    }

    /** A subscriber that takes nothing more. */
    private FakePeer slow(SlowPolicy policy, String... topics) {
        FakePeer slow = router.join();
        for (int i = 0; i < topics.length; i++) {
            TestRouter.subscribe(slow, i + 1, topics[i]);
        }
        stall(slow, policy);
        return slow;
    }

    private void stall(FakePeer slow, SlowPolicy policy) {
        router.realm.slowPolicies(Map.of("anonymous", policy));
        slow.takeOnly(0);
    }

    private void publish(String topic, int events) {
        for (int i = 0; i < events; i++) {
            published.add(String.valueOf(published.size() + 1));
            publisher.send(TestRouter.publish(++requests, topic, String.valueOf(published.size())));
        }
    }

    private static List<String> events(FakePeer peer) {
        return peer.all().stream()
                .map(message -> String.valueOf(TestRouter.argument(message)))
                .toList();
    }
}
