package org.junctor.http.api;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Counts how often peers of one place came to a limit, and tells it now and then: at once, and again after ten seconds at the earliest.
 * Thread-safe.
 */
public final class Excesses {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String place;
    private final Consumer<String> log;
    private final LongSupplier nanoTime;
    private final Map<String, Count> counts = new TreeMap<>();

    private static final class Count {
        private long all;
        private long untold;
        private long told;
    }

    /**
     * Nothing has happened yet.
     *
     * @param place in the log: a listener's id, with the path behind it
     * @param log writes a warning
     */
    public Excesses(String place, Consumer<String> log) {
        this(place, log, System::nanoTime);
    }

    Excesses(String place, Consumer<String> log, LongSupplier nanoTime) {
        this.place = place;
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /**
     * A peer came to a limit.
     *
     * @param limit the configuration's key, or what a fixed limit is of ({@code max_message_size}, {@code pings})
     * @param peer its address
     */
    public void count(String limit, String peer) {
        long times;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            Count count = counts.get(limit);
            if (count == null) {
                count = new Count();
                count.told = now - PAUSE_NANOS;
                counts.put(limit, count);
            }
            count.all++;
            count.untold++;
            if (now - count.told < PAUSE_NANOS) {
                return;
            }
            times = count.untold;
            count.untold = 0;
            count.told = now;
        }
        log.accept("%s: %s exceeded, %d times since this was told last, the last time by %s"
                .formatted(place, limit, times, peer));
    }

    /** How often each limit was exceeded: {@code beyond.<limit>}. */
    public synchronized Map<String, Object> figures() {
        Map<String, Object> figures = new TreeMap<>();
        counts.forEach((limit, count) -> figures.put("beyond." + limit, count.all));
        return figures;
    }
}
