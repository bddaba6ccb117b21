package org.junctor.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A map from ids to objects that boxes nothing: open addressing, linear probing. Empty maps cost no array. Not thread-safe. */
final class LongMap<V> {
    private static final int FIRST_CAPACITY = 8;

    private static final long[] NO_KEYS = {};
    private static final @Nullable Object[] NO_VALUES = {};

    private long[] keys = NO_KEYS;
    private @Nullable Object[] values = NO_VALUES;
    private int size;

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked") // only put() fills the array
    @Nullable
    V get(long key) {
        int slot = find(key);
        return slot < 0 ? null : (V) values[slot];
    }

    /** Maps {@code key} to {@code value}, unless it is mapped already: then nothing is changed, and the answer is false. */
    boolean putIfAbsent(long key, V value) {
        if (find(key) >= 0) {
            return false;
        }
        if ((size + 1) * 4 > keys.length * 3) {
            grow();
        }
        insert(key, value);
        size++;
        return true;
    }

    @SuppressWarnings("unchecked") // only put() fills the array
    @Nullable
    V remove(long key) {
        int slot = find(key);
        if (slot < 0) {
            return null;
        }
        V removed = (V) values[slot];
        size--;
        close(slot);
        return removed;
    }

    /** All values, and the map is empty afterwards. */
    @SuppressWarnings("unchecked") // only put() fills the array
    List<V> drain() {
        List<V> all = new ArrayList<>(size);
        for (Object value : values) {
            if (value != null) {
                all.add((V) value);
            }
        }
        keys = NO_KEYS;
        values = NO_VALUES;
        size = 0;
        return all;
    }

    private int find(long key) {
        if (size == 0) {
            return -1;
        }
        int mask = keys.length - 1;
        int slot = home(key, mask);
        while (values[slot] != null) {
            if (keys[slot] == key) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return -1;
    }

    private void insert(long key, Object value) {
        int mask = keys.length - 1;
        int slot = home(key, mask);
        while (values[slot] != null) {
            slot = (slot + 1) & mask;
        }
        keys[slot] = key;
        values[slot] = value;
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        int capacity = Math.max(FIRST_CAPACITY, oldKeys.length * 2);
        keys = new long[capacity];
        values = new Object[capacity];
        for (int i = 0; i < oldKeys.length; i++) {
            Object value = oldValues[i];
            if (value != null) {
                insert(oldKeys[i], value);
            }
        }
    }

    /** Empties a slot, and moves up what would not be found behind the gap. */
    private void close(int gap) {
        int mask = keys.length - 1;
        int slot = gap;
        while (true) {
            slot = (slot + 1) & mask;
            if (values[slot] == null) {
                values[gap] = null;
                return;
            }
            int home = home(keys[slot], mask);
            if (((slot - home) & mask) >= ((slot - gap) & mask)) {
                keys[gap] = keys[slot];
                values[gap] = values[slot];
                gap = slot;
            }
        }
    }

    private static int home(long key, int mask) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & mask;
    }
}
