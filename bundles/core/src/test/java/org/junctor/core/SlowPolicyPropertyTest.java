package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junctor.api.message.Event;
import org.junctor.api.message.Options;
import org.junctor.api.message.Publish;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for each policy, whatever is published, and however its subscriber takes it. */
final class SlowPolicyPropertyTest {
    private static final int RUNS = 60;
    private static final int STEPS = 300;
    private static final int TOTAL = 1 << 30;

    /** One subscriber that takes what it likes of what one publisher sends at random. */
    private static final class Run {
        final Random random;
        final TestRouter router;
        final FakePeer publisher;
        final FakePeer subscriber;
        final Map<String, Integer> last = new HashMap<>();
        final List<Integer> got = new ArrayList<>();
        int published;

        Run(SlowPolicy policy, long seed) {
            random = new Random(seed);
            int messages = 1 + random.nextInt(30);
            OutboxLimits outbox = new OutboxLimits(20_000, messages, 1 << 20, TOTAL, 10_000, 10_240, policy, 5000);
            router = new TestRouter(TestRouter.limits(outbox, TestRouter.CALL_LIMITS));
            publisher = router.join();
            subscriber = router.join();
            for (int topic = 0; topic < 5; topic++) {
                TestRouter.subscribe(subscriber, topic + 1, topic(topic));
            }
        }

        static String topic(int number) {
            return "com.example.t" + number;
        }

        void step() {
            switch (random.nextInt(10)) {
                case 0 -> subscriber.takeOnly(0);
                case 1 -> subscriber.takeAll();
                case 2 -> subscriber.take(random.nextInt(5));
                case 3 -> router.time.pass(random.nextInt(1000));
                default -> publish();
            }
            collect();
        }

        private void publish() {
            if (publisher.paused() || published - got.size() > 200) {
                return;
            }
            published++;
            String topic = topic(random.nextInt(5));
            last.put(topic, published);
            Options options = Options.of("acknowledge", true);
            String filler = "x".repeat(random.nextInt(2000));
            publisher.send(new Publish(published, options, topic, TestRouter.payload(published, filler)));
        }

        void collect() {
            subscriber.all().forEach(message -> got.add(number((Event) message)));
        }

        private static int number(Event event) {
            return ((Number) TestRouter.argument(event)).intValue();
        }

        void end() {
            for (int i = 0; i < 100; i++) { // what the publisher has sent waits with it
                subscriber.takeAll();
                collect();
                router.time.pass(100);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SlowPolicy.class,
            names = {"DROP_NEWEST", "DROP_OLDEST", "CONFLATE", "BLOCK_PUBLISHER"})
    void whatArrivesIsInOrderAndTheRestIsCounted(SlowPolicy policy) {
        long acted = 0;
        for (long seed = 1; seed <= RUNS; seed++) {
            Run run = new Run(policy, seed);
            for (int i = 0; i < STEPS; i++) {
                run.step();
            }
            run.end();

            String which = policy + ", seed " + seed;
            assertNull(run.subscriber.closed(), which);
            for (int i = 1; i < run.got.size(); i++) {
                assertTrue(run.got.get(i - 1) < run.got.get(i), which + ": " + run.got);
            }
            long missed = run.router.counter("events.dropped") + run.router.counter("events.conflated");
            assertEquals(run.published, run.got.size() + missed, which);
            assertTrue(run.router.realm.context().waiting().take(TOTAL), which + ": what waited is not given back");
            if (policy == SlowPolicy.BLOCK_PUBLISHER) {
                assertEquals(0, missed, which);
            }
            if (policy == SlowPolicy.CONFLATE && run.router.counter("events.dropped") == 0) {
                assertTrue(run.got.containsAll(run.last.values()), which + ": a latest one is missing");
            }
            acted += missed + run.router.counter("publications.paused");
        }
        assertTrue(acted > RUNS, "the subscriber was hardly ever slow");
    }
}
