package org.junctor.transport.http;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of a path or protocol, of which {@code auth} may change. Thread-safe. */
final class CurrentKeys extends AbstractMap<String, @Nullable Object> {
    private volatile Map<String, ? extends @Nullable Object> now;

    CurrentKeys(Map<String, ? extends @Nullable Object> first) {
        now = first;
    }

    void use(Map<String, ? extends @Nullable Object> next) {
        now = next;
    }

    Map<String, ? extends @Nullable Object> now() {
        return now;
    }

    @Override
    @SuppressWarnings("unchecked") // nobody writes to it
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        return ((Map<String, @Nullable Object>) now).entrySet();
    }

    @Override
    public @Nullable Object get(Object key) {
        return now.get(key);
    }
}
