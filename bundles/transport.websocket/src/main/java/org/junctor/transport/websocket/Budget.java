package org.junctor.transport.websocket;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory that all peers together hold with messages of which not all fragments have come. One message is always let
 * through. Thread-safe.
 */
final class Budget {
    /** For all paths: an eighth of the heap, since what holds the octets may be twice as large. */
    static final Budget SHARED = new Budget(Runtime.getRuntime().maxMemory() / 8);

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    Budget(long limit) {
        this.limit = limit;
    }

    /** Takes {@code more} octets for who holds {@code own} already; false if there are not so many. */
    boolean take(int more, int own) {
        if (held.addAndGet(more) <= limit || held.get() == (long) own + more) {
            return true;
        }
        held.addAndGet(-more);
        return false;
    }

    /** Gives octets back. */
    void give(int octets) {
        held.addAndGet(-octets);
    }

    /** Octets that are held. */
    long held() {
        return held.get();
    }
}
