package org.junctor.store.mvstore;

import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;
import org.junctor.api.store.EventQuery;
import org.junctor.api.store.SeriesLimits;
import org.junctor.api.store.StoredEvent;

/** The events of one series in the file, by their places. One thread changes it; others may read it meanwhile. */
final class SeriesMap implements EventQuery.Places {
    private static final String SIZES = "sizes";

    private final SeriesLimits limits;
    private final String name;
    private final MVMap<Long, byte[]> events;
    /** How much each series takes, so that nobody has to count when the file is opened. */
    private final MVMap<String, Long> sizes;

    private long bytes;

    SeriesMap(MVStore file, SeriesLimits limits) {
        this.limits = limits;
        name = "events " + limits.series().match().text() + " "
                + limits.series().uri();
        events = file.openMap(
                name,
                new MVMap.Builder<Long, byte[]>().keyType(LongDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE));
        sizes = file.openMap(
                SIZES,
                new MVMap.Builder<String, Long>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(LongDataType.INSTANCE));
        bytes = sizes.getOrDefault(name, 0L);
    }

    /** How many events there are. */
    long count() {
        return events.sizeAsLong();
    }

    /** Appends an event, and forgets the oldest ones beyond the limits. */
    void append(byte[] event) {
        Long last = events.lastKey();
        events.put(last == null ? 0L : last + 1, event);
        bytes += event.length;
        while (events.sizeAsLong() > limits.maxEvents() || bytes > limits.maxBytes()) {
            removeFirst();
        }
        forget(EventCodec.time(event));
        sizes.put(name, bytes);
    }

    private void forget(Instant now) {
        Instant oldest = limits.oldest(now);
        Long first = events.firstKey();
        while (oldest != null && first != null && EventCodec.time(value(first)).isBefore(oldest)) {
            removeFirst();
            first = events.firstKey();
        }
    }

    private byte[] value(Long place) {
        byte[] value = events.get(place);
        if (value == null) {
            throw new IllegalStateException("place " + place + " of " + name + " is empty");
        }
        return value;
    }

    private void removeFirst() {
        Long first = events.firstKey();
        byte[] gone = first == null ? null : events.remove(first);
        if (gone != null) {
            bytes -= gone.length;
        }
    }

    /** The time before which events are too old, though they may not have been forgotten yet; null if none are. */
    @Nullable
    Instant oldest(Instant now) {
        return limits.oldest(now);
    }

    @Override
    public long of(long publication) {
        Cursor<Long, byte[]> each = events.cursor(null);
        while (each.hasNext()) {
            Long place = each.next();
            if (EventCodec.publication(each.getValue()) == publication) {
                return place;
            }
        }
        return -1;
    }

    @Override
    public Iterator<StoredEvent> between(long first, long last, boolean reverse) {
        Cursor<Long, byte[]> each = reverse ? events.cursor(last, first, true) : events.cursor(first, last, false);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public StoredEvent next() {
                if (!each.hasNext()) {
                    throw new NoSuchElementException();
                }
                each.next();
                return EventCodec.decode(each.getValue());
            }
        };
    }
}
