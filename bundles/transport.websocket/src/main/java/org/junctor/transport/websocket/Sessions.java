package org.junctor.transport.websocket;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junctor.api.transport.CloseReason;

/** The open channels of one path, with one timer for all of them: pings, silent peers, closing that takes too long. */
final class Sessions {
    private static final long TICK_MIN_MS = 50;
    private static final long TICK_MAX_MS = 1000;

    private final Set<WebSocketChannel> open = ConcurrentHashMap.newKeySet();
    private final long tickMs;
    private final int max;
    private volatile boolean stopped;

    Sessions(Limits limits) {
        long shortest = limits.closeMs();
        if (limits.pingIntervalMs() > 0) {
            shortest = Math.min(shortest, limits.pingIntervalMs());
        }
        if (limits.pingTimeoutMs() > 0) {
            shortest = Math.min(shortest, limits.pingTimeoutMs());
        }
        max = limits.connections();
        tickMs = Math.max(TICK_MIN_MS, Math.min(TICK_MAX_MS, shortest / 4));
    }

    void start(Scheduler scheduler) {
        stopped = false;
        scheduler.schedule(() -> tick(scheduler), tickMs, TimeUnit.MILLISECONDS);
    }

    private void tick(Scheduler scheduler) {
        if (!stopped
                || !open.isEmpty()) { // planned first, so that no channel can keep the others from being looked after
            scheduler.schedule(() -> tick(scheduler), tickMs, TimeUnit.MILLISECONDS);
        }
        long now = System.nanoTime();
        open.forEach(channel -> channel.tick(now));
    }

    /** Whether there is room for none more. */
    boolean full() {
        return open.size() >= max;
    }

    void add(WebSocketChannel channel) {
        open.add(channel);
        if (stopped) {
            goAway(channel);
        }
    }

    void remove(WebSocketChannel channel) {
        open.remove(channel);
    }

    /** Closes all, and what may still come. */
    void stop() {
        stopped = true;
        open.forEach(Sessions::goAway);
    }

    private static void goAway(WebSocketChannel channel) {
        channel.close(CloseReason.GOING_AWAY, "the WebSocket transport is being stopped");
    }
}
