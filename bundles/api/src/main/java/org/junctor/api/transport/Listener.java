package org.junctor.api.transport;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says of the place that a connection came by.
 *
 * @param id the transport's id in the configuration, with the path behind it for a path of a web transport ({@code t1/ws})
 * @param auth authentication methods and their settings as in the node file, keyed by method; empty means anonymous with the role
 *     {@code anonymous}
 * @param requestIds how request ids of clients are checked
 */
public record Listener(String id, Map<String, Map<String, ? extends @Nullable Object>> auth, RequestIds requestIds) {

    /** How strictly the order of request ids is checked (spec: "IDs", session scope). */
    public enum RequestIds {
        /** Each is the one before it plus one. */
        STRICT,
        /** Each is larger than the one before it. */
        MONOTONIC,
        /** Not at all. */
        OFF
    }
}
