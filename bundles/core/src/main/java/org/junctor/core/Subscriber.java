package org.junctor.core;

/** One session's part in a subscription. */
final class Subscriber {
    final Session session;
    final Subscription subscription;

    /** Whether SUBSCRIBED was sent and UNSUBSCRIBED was not. Guarded by the session's lock. */
    boolean active;

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
