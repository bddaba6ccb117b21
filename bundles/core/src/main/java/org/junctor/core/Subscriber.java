package org.junctor.core;

import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Unsubscribed;

/** One session's part in a subscription. */
final class Subscriber {
    final Session session;
    final Subscription subscription;

    /** Whether SUBSCRIBED was sent and UNSUBSCRIBED was not. Guarded by the session's lock. */
    boolean active;

    /** Whether it was revoked, perhaps before SUBSCRIBED was sent. Guarded by the session's lock. */
    boolean over;

    /** What follows SUBSCRIBED at once, because the subscriber was revoked before. Guarded by the session's lock. */
    @Nullable
    Unsubscribed farewell;

    /** What its session was charged for it. Guarded by the broker's lock. */
    long charged = Footprint.SUBSCRIBER;

    /** Where {@link Subscribers} keeps it. Guarded by the broker's lock. */
    int chunk;

    /** Where in that chunk. Guarded by the broker's lock. */
    int index;

    Subscriber(Session session, Subscription subscription) {
        this.session = session;
        this.subscription = subscription;
    }
}
