package org.junctor.transport.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The services of one kind that are there, each for a type. */
final class Services<T> {
    private final String key;
    private final Map<T, Map<String, Object>> present = new LinkedHashMap<>();

    /** An empty table. {@code key} is the service property that names the type. */
    Services(String key) {
        this.key = key;
    }

    void add(T service, Map<String, Object> properties) {
        present.put(service, properties);
    }

    void remove(T service) {
        present.remove(service);
    }

    /** The service of a type with the highest ranking; among equals, the one that was there first. */
    @Nullable
    T best(String type) {
        T best = null;
        int highest = 0;
        for (Map.Entry<T, Map<String, Object>> service : present.entrySet()) {
            int ranking = service.getValue().get("service.ranking") instanceof Integer value ? value : 0;
            if (type.equals(service.getValue().get(key)) && (best == null || ranking > highest)) {
                best = service.getKey();
                highest = ranking;
            }
        }
        return best;
    }
}
