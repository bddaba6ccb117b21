package org.junctor.core;

import java.util.concurrent.locks.ReentrantLock;
import org.junctor.api.transport.Connection;

/**
 * Watches whether a peer takes what waits for it: so many octets in so much time, however large its messages are. Guarded by the lock of
 * its {@link Outbox}.
 */
final class Stall {
    private final Connection connection;
    private final Context context;
    private final ReentrantLock lock;
    private final Runnable stalled;
    private boolean waits; // the connection has refused something, and has not said since that there is room
    private boolean watched; // a look at it is due
    private boolean over;
    private long sinceMs;
    private long written;

    /** A watch that calls {@code stalled} with the lock held, once. */
    Stall(Connection connection, Context context, ReentrantLock lock, Runnable stalled) {
        this.connection = connection;
        this.context = context;
        this.lock = lock;
        this.stalled = stalled;
    }

    /** Whether the peer is waited for. */
    boolean waits() {
        return waits;
    }

    /** The peer is waited for. */
    void begin() {
        waits = true;
        mark(); // also if a look is due: what was before does not count
        if (!watched) {
            watched = true;
            context.timer().after(context.limits().outbox().stallMs(), this::look);
        }
    }

    /** The peer has taken what was there. */
    void end() {
        waits = false;
    }

    /** It does not matter any more. */
    void forget() {
        over = true;
    }

    private void mark() {
        sinceMs = context.timer().nowMs();
        written = connection.written();
    }

    private void look() {
        lock.lock();
        try {
            watched = waits && !over;
            if (!watched) {
                return;
            }
            OutboxLimits limits = context.limits().outbox();
            long left = sinceMs + limits.stallMs() - context.timer().nowMs();
            if (left <= 0 && connection.written() - written >= limits.stallBytes()) {
                mark();
                left = limits.stallMs();
            }
            if (left > 0) {
                context.timer().after(left, this::look);
            } else {
                stalled.run();
            }
        } finally {
            lock.unlock();
        }
    }
}
