package org.junctor.core;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that waits for one peer, in order, and how much it is. An EVENT that a newer one of its topic took the place of keeps its place in the
 * queue for a while, but does not count any more. Guarded by the lock of its {@link Outbox}.
 */
final class Queued {
    private final Waiting waiting;
    private final ArrayDeque<Waiting.Entry> entries = new ArrayDeque<>(1);
    private long bytes;
    /** How many entries do not count any more. */
    private int stale;
    /** All EVENTs in order, some of which do not count any more; null until they are asked for, and again when nothing waits. */
    private @Nullable ArrayDeque<Waiting.Entry> events;

    /** The last EVENT of each topic; null until it is asked for, and again when nothing waits. */
    private @Nullable Map<Encoded.Origin, Waiting.Entry> latest;

    Queued(Waiting waiting) {
        this.waiting = waiting;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    int messages() {
        return entries.size() - stale;
    }

    void add(Waiting.Entry entry) {
        entries.add(entry);
        waiting.add(entry);
        bytes += entry.bytes();
        Encoded event = entry.event();
        if (event == null) {
            return;
        }
        if (latest != null) {
            latest.put(event.origin(), entry);
        }
        if (events != null) {
            events.add(entry);
        }
    }

    /** The one that is next. */
    Waiting.@Nullable Entry head() {
        Waiting.Entry head = entries.peek();
        while (head != null && head.stale()) {
            entries.remove();
            stale--;
            head = entries.peek();
        }
        if (head == null) {
            latest = null;
            events = null;
        }
        return head;
    }

    /** The one that was next does not wait any more. */
    void removeHead() {
        Waiting.Entry head = entries.remove();
        forget(head);
        Encoded event = head.event();
        if (latest != null && event != null) {
            latest.remove(event.origin(), head);
        }
        if (events != null && event != null) {
            Waiting.Entry passed = events.poll();
            while (passed != head) { // those before it are stale
                passed = events.poll();
            }
        }
        head(); // what is stale must not make it look as if something waited
    }

    private void forget(Waiting.Entry entry) {
        waiting.remove(entry);
        bytes -= entry.bytes();
    }

    void clear() {
        for (Waiting.Entry entry : entries) {
            if (!entry.stale()) {
                waiting.remove(entry);
            }
        }
        entries.clear();
        bytes = 0;
        stale = 0;
        latest = null;
        events = null;
    }

    /** Takes out the EVENT with this origin that waits; false if none does. */
    boolean supersede(Encoded.Origin origin) {
        if (entries.isEmpty()) {
            return false;
        }
        Waiting.Entry old = latest().remove(origin);
        if (old == null) {
            return false;
        }
        discard(old);
        return true;
    }

    /** It does not wait any more, wherever it stands. */
    private void discard(Waiting.Entry old) {
        forget(old);
        old.becomesStale();
        stale++;
        if (stale > entries.size() / 2) { // so that each is looked at once on the average
            entries.removeIf(Waiting.Entry::stale);
            if (events != null) {
                events.removeIf(Waiting.Entry::stale);
            }
            stale = 0;
        }
    }

    private Map<Encoded.Origin, Waiting.Entry> latest() {
        Map<Encoded.Origin, Waiting.Entry> index = latest;
        if (index == null) {
            index = new HashMap<>();
            for (Waiting.Entry entry : entries) {
                Encoded event = entry.event();
                if (event != null) {
                    index.put(event.origin(), entry);
                }
            }
            latest = index;
        }
        return index;
    }

    /** Takes out EVENTs, the oldest first, until only so much waits, or no EVENT: how many. Looks at nothing else that waits. */
    int dropOldest(long maxBytes, int maxMessages) {
        int dropped = 0;
        while (bytes >= maxBytes || messages() >= maxMessages) {
            Waiting.Entry oldest = events().poll();
            Encoded event = oldest == null ? null : oldest.event();
            if (oldest == null) {
                break;
            }
            if (event == null) {
                continue; // a newer one took its place
            }
            if (latest != null) {
                latest.remove(event.origin(), oldest);
            }
            discard(oldest);
            dropped++;
        }
        head();
        return dropped;
    }

    private ArrayDeque<Waiting.Entry> events() {
        ArrayDeque<Waiting.Entry> all = events;
        if (all == null) {
            all = new ArrayDeque<>();
            for (Waiting.Entry entry : entries) {
                if (entry.event() != null) {
                    all.add(entry);
                }
            }
            events = all;
        }
        return all;
    }
}
