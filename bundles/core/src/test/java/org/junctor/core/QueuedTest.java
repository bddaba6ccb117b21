package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Match;
import org.junctor.api.wire.Framing;
import org.junit.jupiter.api.Test;

/** What waits for one peer, against a list of it. */
final class QueuedTest {
    private static final int RUNS = 200;
    private static final int STEPS = 500;
    private static final int TOPICS = 4;

    private final TestRouter router = new TestRouter();
    private final Waiting waiting = router.realm.context().waiting();
    private final Subscription subscription = new Subscription(1, Match.EXACT, "com.example", 0);
    private final List<Waiting.Entry> model = new ArrayList<>();
    private final Queued queued = new Queued(waiting);

    private Waiting.Entry event(int topic, int bytes) {
        Encoded.Origin origin = new Encoded.Origin(subscription, "com.example.t" + topic);
        ByteBuffer frame = ByteBuffer.allocate(bytes);
        return new Waiting.Entry(
                frame, null, bytes, new Encoded(origin, new Slot("json"), Framing.NONE, frame, null, bytes));
    }

    private static Waiting.Entry other(int bytes) {
        return new Waiting.Entry(ByteBuffer.allocate(bytes), null, bytes, null);
    }

    private void add(Waiting.Entry entry) {
        queued.add(entry);
        model.add(entry);
    }

    private long bytes() {
        return model.stream().mapToLong(Waiting.Entry::bytes).sum();
    }

    /** The oldest EVENT. */
    private Waiting.@Nullable Entry first() {
        for (Waiting.Entry entry : model) {
            if (entry.event() != null) {
                return entry;
            }
        }
        return null;
    }

    private int dropFromModel(long maxBytes, int maxMessages) {
        int dropped = 0;
        while ((bytes() >= maxBytes || model.size() >= maxMessages) && first() != null) {
            model.remove(first());
            dropped++;
        }
        return dropped;
    }

    @Test
    void whateverIsDoneItHoldsWhatAListWould() {
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            for (int i = 0; i < STEPS; i++) {
                step(random);
                assertEquals(model.size(), queued.messages());
                assertEquals(bytes(), queued.bytes());
                assertSame(model.isEmpty() ? null : model.get(0), queued.head());
                assertEquals(model.isEmpty(), queued.isEmpty());
            }
            queued.clear();
            model.clear();
            assertEquals(0, waiting.bytes());
        }
    }

    private void step(Random random) {
        switch (random.nextInt(8)) {
            case 0, 1 -> add(other(1 + random.nextInt(50)));
            case 2, 3, 4 -> {
                int topic = random.nextInt(TOPICS);
                Waiting.Entry next = event(topic, 1 + random.nextInt(50));
                if (random.nextBoolean()) {
                    supersede(topic, next);
                }
                add(next);
            }
            case 5, 6 -> {
                if (!model.isEmpty()) {
                    queued.removeHead();
                    model.remove(0);
                }
            }
            default -> {
                long most = random.nextInt(500);
                int messages = 1 + random.nextInt(20);
                assertEquals(dropFromModel(most, messages), queued.dropOldest(most, messages));
            }
        }
    }

    /** The policies need not be the same all the time, but only the newest of a topic is superseded. */
    private void supersede(int topic, Waiting.Entry next) {
        Waiting.@Nullable Entry last = null;
        for (Waiting.Entry entry : model) {
            Encoded event = entry.event();
            boolean same = event != null && event.origin().topic().equals("com.example.t" + topic);
            last = same ? entry : last;
        }
        assertEquals(
                last != null,
                queued.supersede(Objects.requireNonNull(next.event()).origin()));
        model.remove(last);
    }

    @Test
    void whatIsNoEventIsNeverDropped() {
        add(other(10));
        add(event(0, 10));
        add(other(10));

        assertEquals(1, queued.dropOldest(0, 0));
        assertEquals(0, queued.dropOldest(0, 0));

        assertEquals(2, queued.messages());
        queued.removeHead();
        queued.removeHead();
        assertTrue(queued.isEmpty());
        assertFalse(queued.supersede(new Encoded.Origin(subscription, "com.example.t0")));
    }
}
