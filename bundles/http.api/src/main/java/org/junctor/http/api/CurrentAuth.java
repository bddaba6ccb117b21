package org.junctor.http.api;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/**
 * The authentication methods of a path, as they are now: a change of them concerns the connections that are open, too. The settings of
 * a method are the same object until they change, so that who derives something from them may keep it. Thread-safe.
 */
final class CurrentAuth extends AbstractMap<String, Map<String, ? extends @Nullable Object>> {
    private final PathConfig path;
    private volatile @Nullable Known known;

    /** The methods that were read from a value of {@code auth}. */
    private record Known(@Nullable Object auth, Map<String, Map<String, ? extends @Nullable Object>> methods) {}

    CurrentAuth(PathConfig path) {
        this.path = path;
    }

    @Override
    public Set<Map.Entry<String, Map<String, ? extends @Nullable Object>>> entrySet() {
        return methods().entrySet();
    }

    @SuppressWarnings(
            "ReferenceEquality") // other keys are another object; comparing thousands of users would cost more
    private Map<String, Map<String, ? extends @Nullable Object>> methods() {
        Object auth = path.keys().get(PathConfig.AUTH);
        Known now = known;
        if (now == null || now.auth != auth) {
            try {
                now = new Known(auth, path.methods());
            } catch (PartFailure e) { // the listener looks before it changes them
                throw new IllegalStateException("the authentication methods of " + path.id() + " cannot be used", e);
            }
            known = now;
        }
        return now.methods;
    }
}
