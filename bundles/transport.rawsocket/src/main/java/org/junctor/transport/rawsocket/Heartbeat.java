package org.junctor.transport.rawsocket;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Sends PINGs to a silent peer, and lets go of one that stays silent; does nothing unless the configuration wants it. */
final class Heartbeat {

    /** The connection that it watches. Called by the timer. */
    interface Watched {
        /** Whether the peer is not read at present, so that its silence means nothing. */
        boolean deaf();

        void ping();

        void silent();
    }

    private final Scheduler scheduler;
    private final long intervalMs;
    private final long timeoutMs;
    private final Watched watched;
    private volatile long heardAt = System.nanoTime();
    private volatile boolean stopped;
    private long pingedAt;
    private boolean pinged;

    /** Guarded by this. */
    private Scheduler.@Nullable Task next;

    Heartbeat(Scheduler scheduler, Settings settings, Watched watched) {
        this.scheduler = scheduler;
        this.intervalMs = settings.pingIntervalMs();
        this.timeoutMs = settings.pingTimeoutMs();
        this.watched = watched;
    }

    /** Begins, when the handshake is done. */
    void start() {
        if (intervalMs > 0) {
            heardAt = System.nanoTime();
            schedule(intervalMs);
        }
    }

    /** The peer has sent something. */
    void heard() {
        if (intervalMs > 0) {
            heardAt = System.nanoTime();
        }
    }

    synchronized void stop() {
        stopped = true;
        if (next != null) {
            next.cancel();
        }
    }

    private synchronized void schedule(long ms) {
        if (!stopped) {
            next = scheduler.schedule(this::beat, Math.max(1, ms), TimeUnit.MILLISECONDS);
        }
    }

    private void beat() {
        long now = System.nanoTime();
        if (watched.deaf()) {
            heardAt = now;
        }
        pinged &= heardAt - pingedAt <= 0;
        long silentMs = TimeUnit.NANOSECONDS.toMillis(now - heardAt);
        if (pinged && timeoutMs > 0 && TimeUnit.NANOSECONDS.toMillis(now - pingedAt) >= timeoutMs) {
            watched.silent();
            return;
        }
        if (!pinged && silentMs >= intervalMs) {
            pinged = true;
            pingedAt = now;
            watched.ping();
        }
        long answerMs = timeoutMs - TimeUnit.NANOSECONDS.toMillis(now - pingedAt);
        if (pinged) {
            schedule(timeoutMs > 0 ? Math.min(intervalMs, answerMs) : intervalMs);
        } else {
            schedule(intervalMs - silentMs);
        }
    }
}
