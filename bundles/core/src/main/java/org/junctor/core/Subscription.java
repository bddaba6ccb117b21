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
        String[] pattern = uri.split("\\.", -1);
        String[] components = topic.split("\\.", -1);
        boolean equal = pattern.length == components.length;
        for (int i = 0; equal && i < pattern.length; i++) {
            equal = pattern[i].isEmpty() || pattern[i].equals(components[i]);
        }
        return equal;
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
