package org.junctor.core;

import org.junctor.api.security.Match;

/** A topic or pattern that somebody is subscribed to; all its subscribers share its id. */
final class Subscription {
    final long id;
    final Match match;
    final String uri;
    final Subscribers subscribers = new Subscribers();

    Subscription(long id, Match match, String uri) {
        this.id = id;
        this.match = match;
        this.uri = uri;
    }
}
