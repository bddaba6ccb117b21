package org.junctor.api.security;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Says when a line may go to the log that strangers can cause by trying to log in: once a second at most, or they could fill the disk
 * and hide among their own lines. Thread-safe.
 */
public final class LogPace {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier clock;
    private final AtomicLong next;

    /** One of its own: lines of one kind should share it. */
    public LogPace() {
        this(System::nanoTime);
    }

    /**
     * With another clock.
     *
     * @param clock nanoseconds since any time
     */
    LogPace(LongSupplier clock) {
        this.clock = clock;
        this.next = new AtomicLong(clock.getAsLong());
    }

    /** Whether a line may be written now; then there is none for a second. */
    public boolean due() {
        long now = clock.getAsLong();
        long earliest = next.get();
        return now - earliest >= 0 && next.compareAndSet(earliest, now + INTERVAL_NANOS);
    }
}
