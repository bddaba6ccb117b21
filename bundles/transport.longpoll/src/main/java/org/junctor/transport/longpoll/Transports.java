package org.junctor.transport.longpoll;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** The transports of one path, by the ids that their clients know, with one timer for all of them. */
final class Transports {
    /** How much earlier than configured a request may be answered, because time is looked at so often. */
    static final long TICK_MS = 100;

    /** How long telling clients that the path goes may take. */
    private static final long FAREWELL_MS = 500;

    private static final int ID_BYTES = 16;

    private final Map<String, LongPollConnection> byId = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final int max;
    private final LongAdder opened = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private @Nullable Executor executor;
    private volatile boolean stopped = true;

    Transports(int max) {
        this.max = max;
    }

    /** Begins to take transports, whose work {@code threads} do. */
    synchronized void start(Executor threads, Scheduler scheduler) {
        executor = threads;
        stopped = false;
        scheduler.schedule(() -> tick(scheduler), TICK_MS, TimeUnit.MILLISECONDS);
    }

    private void tick(Scheduler scheduler) {
        if (!stopped
                || !byId.isEmpty()) { // planned first, so that no transport can keep the others from being looked after
            scheduler.schedule(() -> tick(scheduler), TICK_MS, TimeUnit.MILLISECONDS);
        }
        long now = System.nanoTime();
        byId.values().forEach(connection -> connection.tick(now));
    }

    void execute(Runnable work) {
        Executor threads = executor;
        if (threads != null) {
            threads.execute(work);
        }
    }

    /** An id that cannot be guessed. */
    String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /** Takes a transport in; false if there are too many. */
    synchronized boolean add(LongPollConnection connection) {
        if (stopped || byId.size() >= max) {
            refused.increment();
            return false;
        }
        byId.put(connection.id(), connection);
        opened.increment();
        return true;
    }

    @Nullable
    LongPollConnection find(String id) {
        return byId.get(id);
    }

    /** A transport is over, and its client has heard of it. */
    synchronized void remove(LongPollConnection connection) {
        byId.remove(connection.id(), connection);
        notifyAll();
    }

    /** A client stayed away for too long. */
    void expired() {
        expired.increment();
    }

    /** Something went out to a client, or it is over. */
    void progress() {
        if (stopped) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Figures for an operator. */
    Map<String, Object> figures() {
        return Map.of(
                "transports", byId.size(),
                "transports.opened", opened.sum(),
                "transports.refused", refused.sum(),
                "transports.expired", expired.sum());
    }

    /** The path goes: has the sessions told that wait for something to hear, and ends all. */
    void stop() {
        synchronized (this) {
            stopped = true;
        }
        String reason = "the long-poll transport is being stopped";
        byId.values().forEach(connection -> connection.goAway(reason));
        try {
            await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byId.values().forEach(connection -> connection.end(reason));
        byId.clear();
    }

    private synchronized void await() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FAREWELL_MS);
        long left = FAREWELL_MS;
        while (left > 0 && byId.values().stream().anyMatch(LongPollConnection::listening)) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
    }
}
