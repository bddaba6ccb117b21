package org.junctor.api.security;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.Peer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Gives HTTP clients a cookie by which they are known again: a service that transports ask when a client opens a session on a path
 * whose settings have {@code cookie}. Without it no cookie is set.
 */
@ConsumerType
public interface CookieTracker {
    /**
     * A path was made whose clients will be tracked: what takes time can be done before the first of them comes. Must not block. Not
     * called for paths that are older than the tracker.
     *
     * @param listener id of the path
     * @param settings the path's {@code cookie}
     */
    default void prepare(String listener, Map<?, ? extends @Nullable Object> settings) {}

    /**
     * A client opens a session. Must not block.
     *
     * @param listener id of the path, as {@link org.junctor.api.transport.Listener#id()} has it
     * @param settings the path's {@code cookie}
     * @param peer the client, with the cookies that it brought
     */
    Tracked track(String listener, Map<?, ? extends @Nullable Object> settings, Peer peer);

    /**
     * A client that is known again.
     *
     * @param peer the client, with a {@link Peer#mark()} if it is tracked
     * @param setCookie value of the field {@code Set-Cookie} of the answer; null for none
     */
    record Tracked(Peer peer, @Nullable String setCookie) {
        /** Tells nothing of the cookie, which is a secret. */
        @Override
        public String toString() {
            return peer.toString();
        }
    }
}
