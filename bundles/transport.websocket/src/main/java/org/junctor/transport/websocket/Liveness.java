package org.junctor.transport.websocket;

import java.util.concurrent.TimeUnit;

/** When one peer was last heard, and by when it has to be gone. Guarded by its channel. */
final class Liveness {
    /** What a moment asks for. */
    enum Due {
        NOTHING,
        /** The peer has been silent for the interval. */
        PING,
        /** It stayed silent after a ping. */
        SILENT,
        /** The closing handshake takes too long. */
        ABORT
    }

    private final Limits limits;
    private long heardBytes;
    private long heardAt = System.nanoTime();
    private boolean pinged;
    private boolean closing;
    private long closeBy;

    Liveness(Limits limits) {
        this.limits = limits;
    }

    /** The connection is to be gone in {@code ms} from now. */
    void closeWithin(long ms) {
        closing = true;
        closeBy = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
    }

    /**
     * What is due now.
     *
     * @param bytes all that was read from the peer so far
     * @param deaf whether it is not read at present, so that its silence means nothing
     */
    Due check(long now, long bytes, boolean deaf) {
        if (closing) {
            return now - closeBy > 0 ? Due.ABORT : Due.NOTHING;
        }
        if (deaf || bytes != heardBytes) {
            heardBytes = bytes;
            heardAt = now;
            pinged = false;
        }
        long silentMs = TimeUnit.NANOSECONDS.toMillis(now - heardAt);
        long interval = limits.pingIntervalMs();
        if (interval == 0 || silentMs < interval) {
            return Due.NOTHING;
        }
        if (!pinged) {
            pinged = true;
            return Due.PING;
        }
        long timeout = limits.pingTimeoutMs();
        return timeout > 0 && silentMs >= interval + timeout ? Due.SILENT : Due.NOTHING;
    }
}
