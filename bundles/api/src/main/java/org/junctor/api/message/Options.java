package org.junctor.api.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A dict of options or details, read by typed views. A key that is absent, or null, gives the fallback: some clients write the options
 * that they do not set so. A key of the wrong type is a protocol violation (so {@code 0} is not {@code false}). Unknown keys are kept and mean nothing. Immutable.
 *
 * <p>Values are {@code null}, {@link Boolean}, {@link Long}, {@link java.math.BigInteger}, {@link Double}, {@link String},
 * {@code byte[]}, {@link List} and {@link Map} of these.
 */
public final class Options {
    /** The empty dict. */
    public static final Options EMPTY = new Options(Map.of());

    private final Map<String, ? extends @Nullable Object> entries;

    private Options(Map<String, ? extends @Nullable Object> entries) {
        this.entries = entries;
    }

    /** The dict with these entries; {@code entries} must not change afterwards. */
    public static Options of(Map<String, ? extends @Nullable Object> entries) {
        return entries.isEmpty() ? EMPTY : new Options(entries);
    }

    /** A dict of one entry. */
    public static Options of(String key, Object value) {
        return new Options(Map.of(key, value));
    }

    /** This dict with {@code key} set to {@code value}. */
    public Options with(String key, Object value) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(entries);
        copy.put(key, value);
        return new Options(copy);
    }

    /** Whether there are no entries. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The entries, in the order in which they came. */
    public Map<String, ? extends @Nullable Object> entries() {
        return entries;
    }

    /** Whether {@code key} is there, whatever its value. */
    public boolean has(String key) {
        return entries.containsKey(key);
    }

    /** The keys. */
    public Set<String> keys() {
        return entries.keySet();
    }

    /** A bool; {@code fallback} when absent, or when null was sent. */
    public boolean flag(String key, boolean fallback) throws ProtocolViolation {
        Object value = entries.get(key);
        if (value == null) {
            return fallback;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong(key, "a bool");
    }

    /** An integer of 0 or more; {@code fallback} when absent, or when null was sent. */
    public long integer(String key, long fallback) throws ProtocolViolation {
        Object value = entries.get(key);
        if (value == null) {
            return fallback;
        }
        if (whole(value) instanceof Long number && number >= 0) {
            return number;
        }
        throw wrong(key, "an integer of 0 or more");
    }

    /** A string; {@code null} when absent, or when null was sent. */
    public @Nullable String text(String key) throws ProtocolViolation {
        Object value = entries.get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof String text) {
            return text;
        }
        throw wrong(key, "a string");
    }

    /** A dict; the empty one when absent, or when null was sent. */
    public Options dict(String key) throws ProtocolViolation {
        Object value = entries.get(key);
        if (value == null) {
            return EMPTY;
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(key, "a dict");
        }
        Map<String, @Nullable Object> dict = new LinkedHashMap<>();
        map.forEach((name, entry) -> dict.put(String.valueOf(name), entry));
        return of(dict);
    }

    /** A list of strings; {@code null} when absent or null, which is not the same as an empty one. */
    public @Nullable List<String> texts(String key) throws ProtocolViolation {
        return list(key, String.class, "a list of strings");
    }

    /** A list of integers; {@code null} when absent or null, which is not the same as an empty one. */
    public @Nullable List<Long> integers(String key) throws ProtocolViolation {
        return list(key, Long.class, "a list of integers");
    }

    private <T> @Nullable List<T> list(String key, Class<T> type, String expected) throws ProtocolViolation {
        Object value = entries.get(key);
        if (value == null) {
            return null;
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(key, expected);
        }
        List<T> items = new ArrayList<>(list.size());
        for (Object item : list) {
            Object entry = type == Long.class ? whole(item) : item;
            if (!type.isInstance(entry)) {
                throw wrong(key, expected);
            }
            items.add(type.cast(entry));
        }
        return items;
    }

    /** A float without a fraction as the integer that it is: some encoders of MessagePack and CBOR write large ids so. */
    private static @Nullable Object whole(@Nullable Object value) {
        return value instanceof Double real && Math.abs(real) <= FieldReader.MAX_ID && real == Math.rint(real)
                ? (Object) real.longValue()
                : value;
    }

    private static ProtocolViolation wrong(String key, String expected) {
        return new ProtocolViolation("'" + key + "' must be " + expected);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Options that && that.entries.equals(entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
