package org.junctor.http.api;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/** The authentication methods of a path, as they are now: a change of them concerns the connections that are open, too. */
final class CurrentAuth extends AbstractMap<String, Map<String, ? extends @Nullable Object>> {
    private final PathConfig path;

    CurrentAuth(PathConfig path) {
        this.path = path;
    }

    @Override
    public Set<Map.Entry<String, Map<String, ? extends @Nullable Object>>> entrySet() {
        try {
            return path.methods().entrySet();
        } catch (PartFailure e) { // the listener looks before it changes them
            throw new IllegalStateException("the authentication methods of " + path.id() + " cannot be used", e);
        }
    }
}
