package org.junctor.core;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Match;

/** A topic or pattern that somebody is subscribed to, or whose history is kept; all its subscribers share its id. */
final class Subscription {
    final long id;
    final Match match;
    final String uri;
    final Subscribers subscribers = new Subscribers();

    /** Whether it stays when nobody is subscribed any more. Guarded by the lock of {@link Subscriptions}. */
    boolean pinned;

    /** Who is charged for what all subscribers share; null if there are none. Guarded by the same. */
    @Nullable
    Subscriber payer;

    private final long createdMs;

    Subscription(long id, Match match, String uri, long createdMs) {
        this.id = id;
        this.match = match;
        this.uri = uri;
        this.createdMs = createdMs;
    }

    /** Whether nothing is announced of it: what is subscribed is the announcements themselves. */
    boolean quiet() {
        return Uris.reserved(uri);
    }

    /** Whether events of this topic belong to it. */
    boolean matches(String topic) {
        return switch (match) {
            case EXACT -> uri.equals(topic);
            case PREFIX -> topic.startsWith(uri);
            case WILDCARD -> matchesWildcard(topic);
        };
    }

    private boolean matchesWildcard(String topic) {
        int at = 0;
        int start = 0;
        while (true) {
            int dot = uri.indexOf('.', start);
            int end = dot < 0 ? uri.length() : dot;
            int next = topic.indexOf('.', at);
            int stop = next < 0 ? topic.length() : next;
            boolean equal =
                    end == start || (end - start == stop - at && uri.regionMatches(start, topic, at, stop - at));
            if (!equal || (dot < 0) != (next < 0)) {
                return false;
            }
            if (dot < 0) {
                return true;
            }
            start = dot + 1;
            at = next + 1;
        }
    }

    /** What every topic that matches begins with. */
    String literalStart() {
        if (match != Match.WILDCARD) {
            return uri;
        }
        int free = uri.startsWith(".") ? 0 : uri.indexOf("..") + 1;
        return free > 0 || uri.startsWith(".") ? uri.substring(0, free) : uri;
    }

    /** What the meta API says of it. */
    Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("id", id);
        details.put("created", Instant.ofEpochMilli(createdMs).toString());
        details.put("uri", uri);
        details.put("match", match.text());
        return details;
    }
}
