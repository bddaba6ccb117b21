package org.junctor.store.mvstore;

import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events of one series in the file, by their places. One thread changes it; others may read it meanwhile. */
final class SeriesMap implements EventQuery.Places {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesMap.class);
    private static final String SIZES = "sizes";

    private final SeriesLimits limits;
    private final String name;
    private final MVMap<Long, byte[]> events;
    /** How much each series takes, so that nobody has to count when the file is opened. */
    private final MVMap<String, Long> sizes;

    /** How often a damaged event was met since the file was opened. */
    private final AtomicLong damaged = new AtomicLong();

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

    /** How often a damaged event was met. */
    long damaged() {
        return damaged.get();
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
        while (oldest != null && first != null && tooOld(value(first), oldest)) {
            removeFirst();
            first = events.firstKey();
        }
    }

    /** What is damaged goes first: nobody can read it. */
    private static boolean tooOld(byte[] event, Instant oldest) {
        try {
            return EventCodec.time(event).isBefore(oldest);
        } catch (EventCodec.Damage e) {
            return true;
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
            if (isPublication(each.getValue(), publication)) {
                return place;
            }
        }
        return -1;
    }

    @Override
    public Iterator<StoredEvent> between(long first, long last, boolean reverse) {
        Cursor<Long, byte[]> each = reverse ? events.cursor(last, first, true) : events.cursor(first, last, false);
        return new Intact(each);
    }

    private static boolean isPublication(byte[] event, long publication) {
        try {
            return EventCodec.publication(event) == publication;
        } catch (EventCodec.Damage e) {
            return false;
        }
    }

    /** Events without those that are damaged. */
    private final class Intact implements Iterator<StoredEvent> {
        private final Cursor<Long, byte[]> each;
        private @Nullable StoredEvent next;

        Intact(Cursor<Long, byte[]> each) {
            this.each = each;
        }

        @Override
        public boolean hasNext() {
            while (next == null && each.hasNext()) {
                Long place = each.next();
                try {
                    next = EventCodec.decode(each.getValue());
                } catch (EventCodec.Damage e) {
                    if (damaged.getAndIncrement() == 0) {
                        LOG.error("The event at place {} of {} is left out, and others may be", place, name, e);
                    }
                }
            }
            return next != null;
        }

        @Override
        public StoredEvent next() {
            StoredEvent found = hasNext() ? next : null;
            if (found == null) {
                throw new NoSuchElementException();
            }
            next = null;
            return found;
        }
    }
}
