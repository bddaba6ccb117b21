package org.junctor.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Services of one kind, the one of highest ranking first; of equal ones the oldest. Not thread-safe. */
final class Ranked<T> {
    private final List<Entry<T>> entries = new ArrayList<>();

    /** A service and its properties. */
    record Entry<T>(T service, Map<String, Object> properties) {
        private int ranking() {
            return properties.get("service.ranking") instanceof Integer ranking ? ranking : 0;
        }

        private long age() {
            return properties.get("service.id") instanceof Long id ? id : Long.MAX_VALUE;
        }
    }

    /** Adds a service, or changes its properties. */
    void put(T service, Map<String, Object> properties) {
        remove(service);
        entries.add(new Entry<>(service, properties));
        entries.sort(
                Comparator.<Entry<T>>comparingInt(Entry::ranking).reversed().thenComparingLong(Entry::age));
    }

    void remove(T service) {
        entries.removeIf(entry -> entry.service == service);
    }

    /** The first with this value of a property; null if there is none. */
    @Nullable
    Entry<T> find(String property, String value) {
        for (Entry<T> entry : entries) {
            if (value.equals(entry.properties.get(property))) {
                return entry;
            }
        }
        return null;
    }

    List<Entry<T>> entries() {
        return entries;
    }
}
