package org.junctor.transport.websocket;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.CloseReason;
import org.junctor.http.api.Excesses;
import org.junctor.http.api.PathConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open channels of one path, with one timer for all of them: pings, silent peers, closing that takes too long. */
final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final long TICK_MIN_MS = 50;
    private static final long TICK_MAX_MS = 1000;

    private final Set<WebSocketChannel> open = ConcurrentHashMap.newKeySet();
    private final Excesses excesses;
    private final long tickMs;
    private final int max;
    private volatile boolean stopped;

    private Sessions(Limits limits, Excesses excesses) {
        this.excesses = excesses;
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

    /** Those of a path. */
    static Sessions of(PathConfig path, Limits limits) {
        return new Sessions(limits, new Excesses("transport " + path.id(), LOG::warn));
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

    /** A peer came to a limit, if {@code limit} names one. */
    void exceeded(@Nullable String limit, String peer) {
        if (limit != null) {
            excesses.count(limit, peer);
        }
    }

    /** Figures for an operator. */
    Map<String, Object> figures() {
        Map<String, Object> figures = excesses.figures();
        figures.put("connections", open.size());
        return figures;
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
