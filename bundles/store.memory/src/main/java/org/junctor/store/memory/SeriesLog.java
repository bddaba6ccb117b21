package org.junctor.store.memory;

import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.junctor.api.store.EventQuery;
import org.junctor.api.store.SeriesLimits;
import org.junctor.api.store.StoredEvent;

/** The events of one series. Readers take no lock, and see what was there when they came by. */
final class SeriesLog implements EventQuery.Places {
    private final SeriesLimits limits;
    private final ConcurrentNavigableMap<Long, StoredEvent> events = new ConcurrentSkipListMap<>();
    /** Guarded by this. */
    private long lastPlace;

    private int count;
    private long bytes;

    SeriesLog(SeriesLimits limits) {
        this.limits = limits;
    }

    /** Appends an event, and forgets the oldest ones beyond the limits. */
    synchronized void append(StoredEvent event) {
        events.put(lastPlace++, event);
        count++;
        bytes += event.size();
        while (count > limits.maxEvents() || bytes > limits.maxBytes()) {
            removeFirst();
        }
        forget(limits.oldest(event.time()));
    }

    private void forget(@Nullable Instant oldest) {
        Map.Entry<Long, StoredEvent> first = events.firstEntry();
        while (oldest != null && first != null && first.getValue().time().isBefore(oldest)) {
            removeFirst();
            first = events.firstEntry();
        }
    }

    /** The time before which events are too old, though they may not have been forgotten yet; null if none are. */
    @Nullable
    Instant oldest(Instant now) {
        return limits.oldest(now);
    }

    private void removeFirst() {
        Map.Entry<Long, StoredEvent> gone = events.pollFirstEntry();
        if (gone != null) {
            count--;
            bytes -= gone.getValue().size();
        }
    }

    @Override
    public long of(long publication) {
        for (Map.Entry<Long, StoredEvent> event : events.entrySet()) {
            if (event.getValue().publication() == publication) {
                return event.getKey();
            }
        }
        return -1;
    }

    @Override
    public Iterator<StoredEvent> between(long first, long last, boolean reverse) {
        NavigableMap<Long, StoredEvent> part = events.subMap(first, true, last, true);
        return (reverse ? part.descendingMap() : part).values().iterator();
    }
}
