package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junctor.api.message.Abort;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Options;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Register;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** What a core does while its memory is nearly full. */
final class WatermarkTest {
    private static final long MAX = 1_000_000;
    private static final String TOPIC = "com.example.topic";

    private final FakeMemory memory = new FakeMemory();
    private final TestRouter router =
            new TestRouter(TestRouter.limits(new Quotas(0, 0, MAX / 2, MAX / 2, 70, 85)), memory);
    private final FakePeer publisher = router.join();
    private final FakePeer other = router.join();
    private long published;

    /** A heap of {@value #MAX} bytes. */
    private static final class FakeMemory implements Memory {
        long used;
        long afterNext = -1;
        int collections;

        @Override
        public long usedBytes() {
            return used;
        }

        @Override
        public long maxBytes() {
            return MAX;
        }

        @Override
        public void collect() {
            collections++;
            used = afterNext < 0 ? used : afterNext;
        }
    }

    private void use(long bytes) {
        memory.used = bytes;
        router.time.pass(Watermark.INTERVAL_MS);
    }

    /** Publishes one event; whether it is read on behind that. */
    private boolean readOn() {
        publisher.send(TestRouter.publish(++published, TOPIC));
        return !publisher.paused();
    }

    @Test
    void publishersAreHeldBackFrom70PercentOnUntilItIsLess() {
        use(699_999);
        assertTrue(readOn());
        use(700_000);
        assertFalse(readOn());
        assertFalse(other.paused(), "it does not publish");
        use(650_000);
        assertFalse(readOn(), "it must not come and go");
        use(649_999);
        assertTrue(readOn());
        assertEquals(2, router.counter("publishers.paused"));
        assertEquals(1, router.counter("memory.high"));
        assertEquals(0, router.counter("memory.critical"));
    }

    /** Or what it gives up, and its GOODBYE, would never be read. */
    @Test
    void aPublisherIsReadOnAtTheNextLook() {
        use(700_000);
        assertFalse(readOn());

        router.time.pass(Watermark.INTERVAL_MS);

        assertFalse(publisher.paused());
        assertFalse(readOn());
    }

    @Test
    void nobodyIsLetInFrom85PercentOnUntilItIsLess() {
        use(849_999);
        router.join().hangUp();
        use(850_000);
        FakePeer late = router.connect().send(TestRouter.hello());
        Abort abort = late.next(Abort.class);
        assertEquals(Reason.UNAVAILABLE, abort.reason());
        assertEquals(1, router.counter("sessions.refused"));
        assertEquals(1, router.counter("memory.critical"));

        use(799_999);

        router.join();
    }

    @Test
    void quotasShrinkToWhatIsFreeFrom85PercentOn() {
        use(850_000);

        for (long i = 1; i <= 20; i++) {
            other.send(new Register(i, Options.EMPTY, TOPIC + "x".repeat(200) + i));
        }

        List<?> refused = other.all().stream().filter(Error.class::isInstance).toList();
        assertTrue(!refused.isEmpty() && refused.size() < 20, () -> refused.size() + " of 20");
    }

    @Test
    void whatSessionsTakeAndGiveBackCountsBetweenCollections() {
        use(600_000);
        FakePeer greedy = router.join();

        for (long i = 1; i <= 250; i++) {
            greedy.send(new Register(i, Options.EMPTY, TOPIC + "x".repeat(200) + i));
        }
        router.time.pass(Watermark.INTERVAL_MS);
        assertFalse(readOn());

        greedy.hangUp();
        router.time.pass(Watermark.INTERVAL_MS);
        assertTrue(readOn());
    }

    @Test
    void memoryIsCollectedBeforeItIsTakenToBeFull() {
        memory.afterNext = 100_000;

        use(900_000);

        assertEquals(1, memory.collections);
        assertTrue(readOn());
        assertEquals(0, router.counter("memory.critical"));
    }

    @Test
    void memoryIsCollectedNowAndThenWhileItSeemsFull() {
        use(900_000);
        use(900_000);
        assertEquals(1, memory.collections, "it was collected just now");

        memory.afterNext = 100_000;
        router.time.pass(Watermark.COLLECT_MS + Watermark.INTERVAL_MS);

        assertEquals(2, memory.collections);
        assertTrue(readOn());
    }

    @Test
    void everyRealmIsTold() {
        TestRouter.subscribe(other, 1, Watermark.TOPIC);

        use(720_000);
        use(860_000);
        use(100_000);

        List<?> told = other.all().stream()
                .map(message -> TestRouter.arguments(((Event) message).payload()))
                .toList();
        assertEquals(List.of(List.of("high", 72L), List.of("critical", 86L), List.of("normal", 10L)), told);
    }

    @Test
    void nobodyElseMayTell() {
        publisher.send(
                new Publish(1, Options.of("acknowledge", true), Watermark.TOPIC, TestRouter.payload("normal", 1)));

        assertEquals(Reason.INVALID_URI, publisher.next(Error.class).error());
    }
}
