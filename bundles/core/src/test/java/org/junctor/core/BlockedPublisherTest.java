package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Options;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Published;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Result;
import org.junctor.api.message.Yield;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Publishers of acknowledged events that wait for slow subscribers. */
final class BlockedPublisherTest {
    private static final int MESSAGES = 4;
    private static final String TOPIC = "com.example.topic";
    private static final String OTHER = "com.example.other";

    private final TestRouter router = new TestRouter(SlowSubscriberTest.limits(MESSAGES, SlowPolicy.BLOCK_PUBLISHER));
    private final FakePeer publisher = router.join();
    private long requests;

    @Test
    void acknowledgementWaitsForTheSubscriberAndSoDoesTheNextRequest() {
        FakePeer slow = slow();

        publishAcknowledged(MESSAGES);
        publisher.send(acknowledged(++requests));
        publisher.send(TestRouter.call(++requests, "wamp.session.count"));

        assertEquals(List.of(1L, 2L, 3L), acknowledgements(publisher));
        assertEquals(1, router.counter("publications.paused"));
        slow.take(1);
        publisher.nothing();
        slow.take(1);
        assertEquals(4, publisher.next(Published.class).request());
        assertEquals(5, publisher.next(Published.class).request());
        assertEquals(6, publisher.next(Result.class).request());
        slow.takeAll();
        assertEquals(List.of("1", "2", "3", "4", "5"), events(slow));
        assertEquals(0, router.counter("events.dropped"));
    }

    @Test
    void nothingIsLostWhenTheTimeIsOver() {
        FakePeer slow = slow();
        publishAcknowledged(MESSAGES + 2);
        assertEquals(List.of(1L, 2L, 3L), acknowledgements(publisher));

        router.time.pass(4_999);
        publisher.nothing();
        router.time.pass(1);
        assertEquals(List.of(4L), acknowledgements(publisher));
        router.time.pass(4_000);
        slow.takeAll();

        assertEquals(List.of(5L, 6L), acknowledgements(publisher));
        assertEquals(List.of("1", "2", "3", "4", "5", "6"), events(slow));
        assertEquals(1, router.counter("publications.overdue"));
        assertNull(slow.closed());
    }

    @Test
    void eventThatNobodyAcknowledgesIsDropped() {
        FakePeer slow = slow();
        publishAcknowledged(MESSAGES);

        router.join().send(TestRouter.publish(1, TOPIC, "lost"));
        slow.takeAll();

        assertEquals(List.of("1", "2", "3", "4"), events(slow));
        assertEquals(1, router.counter("events.dropped"));
    }

    @Test
    void publisherStillAnswersCalls() {
        FakePeer slow = slow();
        TestRouter.register(publisher, ++requests, "com.example.add");
        publishAcknowledged(MESSAGES);
        publisher.all();

        FakePeer caller = router.join();
        caller.send(TestRouter.call(1, "com.example.add"));
        publisher.send(new Yield(publisher.next(Invocation.class).request(), Options.EMPTY, TestRouter.payload("sum")));

        assertEquals("sum", TestRouter.argument(caller.next(Result.class)));
        slow.takeAll();
        assertEquals(1, acknowledgements(publisher).size());
    }

    @Test
    void subscriberThatLeavesOrIsClosedLetsThePublisherGoOn() {
        FakePeer leaves = slow();
        publishAcknowledged(MESSAGES);
        publisher.all();
        leaves.hangUp();
        router.time.run();
        assertEquals(List.of(4L), acknowledgements(publisher));

        FakePeer stalls = slow();
        publishAcknowledged(MESSAGES);
        assertEquals(List.of(5L, 6L, 7L), acknowledgements(publisher));
        router.time.pass(10_000);
        router.time.run();

        assertTrue(stalls.closed() != null);
        assertEquals(List.of(8L), acknowledgements(publisher));
    }

    @Test
    void publisherThatLeavesIsForgotten() {
        FakePeer slow = slow();
        publishAcknowledged(MESSAGES);

        publisher.hangUp();
        slow.takeAll();
        router.time.pass(60_000);

        assertEquals(MESSAGES, events(slow).size());
        assertEquals(0, router.counter("publications.overdue"));
    }

    @Test
    void nobodyWaitsForItself() {
        FakePeer both = slow();

        for (long request = 2; request <= MESSAGES + 3; request++) {
            both.sendLate(new Publish(
                    request,
                    Options.of("acknowledge", true).with("exclude_me", false),
                    TOPIC,
                    TestRouter.payload(String.valueOf(request))));
        }
        both.takeAll();

        assertEquals(0, router.counter("publications.paused"));
        assertEquals(0, router.counter("events.dropped"));
        assertEquals(
                MESSAGES + 2,
                both.all().stream().filter(Event.class::isInstance).count());
    }

    @Test
    void twoThatBlockEachOtherGoOnInTime() {
        FakePeer one = router.join();
        FakePeer two = router.join();
        TestRouter.subscribe(one, 1, TOPIC);
        TestRouter.subscribe(two, 1, OTHER);
        one.takeOnly(0);
        two.takeOnly(0);
        for (long request = 2; request <= MESSAGES + 1; request++) {
            two.sendLate(acknowledged(request, TOPIC));
            one.sendLate(acknowledged(request, OTHER));
        }
        assertEquals(2, router.counter("publications.paused"));

        router.time.pass(5_000);
        one.takeAll();
        two.takeAll();

        assertEquals(2, router.counter("publications.overdue"));
        for (FakePeer peer : List.of(one, two)) {
            List<?> all = peer.all();
            assertEquals(MESSAGES, all.stream().filter(Event.class::isInstance).count());
            assertEquals(
                    MESSAGES, all.stream().filter(Published.class::isInstance).count());
        }
    }

    @Test
    void publisherWaitsForAllThatAreSlow() {
        FakePeer first = slow();
        FakePeer second = slow();
        publishAcknowledged(MESSAGES);
        publisher.all();

        first.takeAll();
        publisher.nothing();
        second.takeAll();

        assertEquals(List.of(4L), acknowledgements(publisher));
    }

    @Test
    void eventsThatPileUpAllTheSameEndInTheSubscribersDisconnection() {
        TestRouter small = new TestRouter(TestRouter.limits(4000, SlowPolicy.BLOCK_PUBLISHER));
        FakePeer slow = small.join();
        TestRouter.subscribe(slow, 1, TOPIC);
        slow.takeOnly(0);
        for (int i = 0; i < 20; i++) {
            Options options = Options.of("acknowledge", true);
            small.join().send(new Publish(1, options, TOPIC, TestRouter.payload("x".repeat(1000))));
        }
        small.time.run();

        assertTrue(slow.closed() != null);
        assertEquals(1, small.counter("outbox.overflow"));
    }

    @Test
    void topicsOfTheRouterAreNotForClients() {
        publisher.send(acknowledged(1, "junctor.session.on_slow"));

        assertEquals(Reason.INVALID_URI, publisher.next(Error.class).error());
    }

    @Test
    void policyOfTheSubscribersRoleCounts() {
        FakePeer slow = slow();
        router.realm.slowPolicies(Map.of("anonymous", SlowPolicy.DROP_NEWEST));

        publishAcknowledged(MESSAGES + 1);

        assertEquals(MESSAGES + 1, acknowledgements(publisher).size());
        slow.takeAll();
        assertEquals(MESSAGES, events(slow).size());
    }

    /** A subscriber that takes nothing. */
    private FakePeer slow() {
        FakePeer slow = router.join();
        TestRouter.subscribe(slow, 1, TOPIC);
        return slow.takeOnly(0);
    }

    private void publishAcknowledged(int events) {
        for (int i = 0; i < events; i++) {
            publisher.send(acknowledged(++requests));
        }
    }

    private static Publish acknowledged(long request) {
        return acknowledged(request, TOPIC);
    }

    private static Publish acknowledged(long request, String topic) {
        return new Publish(
                request, Options.of("acknowledge", true), topic, TestRouter.payload(String.valueOf(request)));
    }

    private static List<Long> acknowledgements(FakePeer peer) {
        return peer.all().stream()
                .map(message -> ((Published) message).request())
                .toList();
    }

    private static List<String> events(FakePeer peer) {
        return peer.all().stream()
                .map(message -> String.valueOf(TestRouter.argument(message)))
                .toList();
    }
}
