package org.junctor.http.api;

import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.CookieTracker;
import org.junctor.api.transport.Peer;

/** The {@link CookieTracker} that is there now, as a transport uses it that lets clients in by HTTP. Thread-safe. */
public final class ClientTracking {
    private volatile @Nullable CookieTracker tracker;

    /** A tracker comes, in the place of one that there may be. */
    public void bind(CookieTracker next) {
        tracker = next;
    }

    /** A tracker goes. */
    public void unbind(CookieTracker old) {
        if (tracker == old) {
            tracker = null;
        }
    }

    /** The clients of one path, which is new. */
    public OfPath of(PathConfig path) {
        CookieTracker now = tracker;
        if (now != null && path.keys().get("cookie") instanceof Map<?, ?> settings) {
            now.prepare(path.id(), settings);
        }
        return new OfPath(this, path);
    }

    /** The clients of one path: tracked if it has the key {@code cookie}. */
    public record OfPath(ClientTracking tracking, PathConfig path) {
        /** The client that opens a session, known again if it can be; {@code response} sets the cookie if it needs one. */
        public Peer track(Peer peer, Response response) {
            CookieTracker now = tracking.tracker;
            if (now == null || !(path.keys().get("cookie") instanceof Map<?, ?> settings)) {
                return peer;
            }
            CookieTracker.Tracked tracked = now.track(path.id(), settings, peer);
            if (tracked.setCookie() != null) {
                response.getHeaders().add(HttpHeader.SET_COOKIE, tracked.setCookie());
            }
            return tracked.peer();
        }
    }
}
