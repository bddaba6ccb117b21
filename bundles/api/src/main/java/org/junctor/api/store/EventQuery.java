package org.junctor.api.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a series are asked for; all conditions must hold.
 *
 * @param series of which series
 * @param reader who asks: nobody gets an event that was not published for him
 * @param topic the topic that it was published to; null for any
 * @param time when it came
 * @param publication where it stands among the others: bounds are ids of publications of the series, and stand for their places
 * @param order in which order, and how much of it
 */
public record EventQuery(
        Series series,
        Reader reader,
        @Nullable String topic,
        Range<Instant> time,
        Range<Long> publication,
        Order order) {

    /** Who asks. */
    public record Reader(String authid, String authrole) {}

    /**
     * Bounds; null where there is none.
     *
     * @param from the first one
     * @param after the one before the first
     * @param before the one behind the last
     * @param until the last one
     */
    public record Range<T>(@Nullable T from, @Nullable T after, @Nullable T before, @Nullable T until) {
        /** No bounds. */
        public static <T> Range<T> all() {
            return new Range<>(null, null, null, null);
        }
    }

    /**
     * In which order, and how much of it.
     *
     * @param reverse whether the newest come first
     * @param maxEvents how many events at most, the first ones in this order; 1 or more
     * @param maxBytes from how many octets of payload on no more are added
     */
    public record Order(boolean reverse, int maxEvents, long maxBytes) {}

    /** The events of a series, each at a place; places rise with time. Used by one query at a time. */
    public interface Places {
        /** The place of a publication; negative if it is not there (any more). */
        long of(long publication);

        /** The events from place {@code first} to place {@code last}, both included; {@link Long#MAX_VALUE} is behind all. */
        Iterator<StoredEvent> between(long first, long last, boolean reverse);
    }

    /** The same, without what is older than this; null for no change. */
    public EventQuery notBefore(@Nullable Instant oldest) {
        if (oldest == null || (time.from != null && time.from.isAfter(oldest))) {
            return this;
        }
        Range<Instant> later = new Range<>(oldest, time.after, time.before, time.until);
        return new EventQuery(series, reader, topic, later, publication, order);
    }

    /** The answer, from the events of the series; for stores that cannot do better. */
    public List<StoredEvent> answer(Places events) {
        long first = Math.max(
                bound(publication.from, events, 0, 0, Long.MAX_VALUE),
                bound(publication.after, events, 1, 0, Long.MAX_VALUE));
        long last = Math.min(
                bound(publication.before, events, -1, Long.MAX_VALUE, -1),
                bound(publication.until, events, 0, Long.MAX_VALUE, -1));
        if (first > last) {
            return List.of();
        }
        List<StoredEvent> found = new ArrayList<>();
        long bytes = 0;
        Iterator<StoredEvent> candidates = events.between(first, last, order.reverse);
        while (candidates.hasNext() && found.size() < order.maxEvents && bytes < order.maxBytes) {
            StoredEvent event = candidates.next();
            if (matches(event)) {
                found.add(event);
                bytes += event.size();
            }
        }
        return found;
    }

    /** The place that a bound stands for; {@code nowhere}, so that nothing is found, if its publication is not there. */
    private static long bound(@Nullable Long id, Places events, int shift, long unbounded, long nowhere) {
        if (id == null) {
            return unbounded;
        }
        long place = events.of(id);
        return place < 0 ? nowhere : place + shift;
    }

    /** Whether all conditions hold but those that depend on other events. */
    public boolean matches(StoredEvent event) {
        return (topic == null || topic.equals(event.topic()))
                && (time.from == null || !event.time().isBefore(time.from))
                && (time.after == null || event.time().isAfter(time.after))
                && (time.before == null || event.time().isBefore(time.before))
                && (time.until == null || !event.time().isAfter(time.until))
                && event.admits(reader.authid, reader.authrole);
    }
}
