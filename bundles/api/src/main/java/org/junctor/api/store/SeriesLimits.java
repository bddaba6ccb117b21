package org.junctor.api.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.security.Match;

/**
 * How much of a series a store keeps. Whatever is reached first counts: the oldest events are then forgotten.
 *
 * @param maxEvents how many events, 1 or more
 * @param maxBytes how many octets, as the store counts them
 * @param maxAge for how long; null for ever
 */
public record SeriesLimits(Series series, int maxEvents, long maxBytes, @Nullable Duration maxAge) {
    private static final Set<String> KEYS = Set.of("uri", "match", "limit", "max-bytes", "max-age");

    /** The time before which events are to be forgotten; null if none are. */
    public @Nullable Instant oldest(Instant now) {
        return maxAge == null ? null : now.minus(maxAge);
    }

    /**
     * Reads what the configuration of a store has, as in the node file.
     *
     * @param config {@code limit}, {@code max-bytes} and {@code max-age} (in seconds) are for series that do not have their own
     * @param history the value of {@code event-history}, decoded: a list of {@code {uri, match, limit, max-bytes, max-age}}
     * @param usual what counts where neither has a limit; of no series
     * @throws IllegalArgumentException if something in it is wrong; the message says where, what and what to do
     */
    public static List<SeriesLimits> of(Map<?, ?> config, @Nullable Object history, SeriesLimits usual) {
        SeriesLimits defaults = limits(config, usual, usual.series, "store");
        List<SeriesLimits> all = new ArrayList<>();
        Set<Series> seen = new HashSet<>();
        if (!(history instanceof List<?> items)) {
            throw new IllegalArgumentException("event-history must be a list");
        }
        for (int i = 0; i < items.size(); i++) {
            String where = "event-history[" + i + "]";
            if (!(items.get(i) instanceof Map<?, ?> item)) {
                throw new IllegalArgumentException(where + " must be a mapping with a uri");
            }
            SeriesLimits limits = of(defaults, item, where);
            if (!seen.add(limits.series)) {
                throw new IllegalArgumentException(where + ": " + limits.series.uri() + " stands twice; remove one");
            }
            all.add(limits);
        }
        return List.copyOf(all);
    }

    private static SeriesLimits of(SeriesLimits defaults, Map<?, ?> item, String where) {
        for (Object key : item.keySet()) {
            if (!KEYS.contains(String.valueOf(key))) {
                throw new IllegalArgumentException(where + "." + key + ": no such key; use one of "
                        + KEYS.stream().sorted().toList());
            }
        }
        if (!(item.get("uri") instanceof String uri)) {
            throw new IllegalArgumentException(where + ".uri must be a topic, or a pattern");
        }
        return limits(item, defaults, new Series(uri, match(item.get("match"), where)), where);
    }

    private static SeriesLimits limits(Map<?, ?> config, SeriesLimits defaults, Series series, String where) {
        Duration age = defaults.maxAge;
        long seconds = number(config, "max-age", age == null ? 0 : age.toSeconds(), 0, where);
        return new SeriesLimits(
                series,
                (int) Math.min(number(config, "limit", defaults.maxEvents, 1, where), Integer.MAX_VALUE),
                number(config, "max-bytes", defaults.maxBytes, 1, where),
                seconds == 0 ? null : Duration.ofSeconds(seconds));
    }

    private static Match match(@Nullable Object value, String where) {
        try {
            return value == null || value instanceof String ? Match.of((String) value) : wrongMatch(where);
        } catch (ProtocolViolation e) {
            return wrongMatch(where);
        }
    }

    private static Match wrongMatch(String where) {
        throw new IllegalArgumentException(where + ".match must be exact, prefix or wildcard");
    }

    private static long number(Map<?, ?> from, String key, long fallback, long least, String where) {
        Object value = from.get(key);
        if (value == null) {
            return fallback;
        }
        if ((value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= least) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException(where + "." + key + " must be an integer of " + least + " or more");
    }
}
