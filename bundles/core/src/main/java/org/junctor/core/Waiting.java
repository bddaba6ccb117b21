package org.junctor.core;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Message;

/**
 * How much waits for all peers together. The less room is left, the less may wait for each of them, so that many slow peers cannot
 * fill the memory, and one that waits for little is not the one that pays. What several peers share is counted once.
 */
final class Waiting {
    private static final long FULL_MIN = 16 << 10;
    private static final long HARD_MIN = 64 << 10;

    /** So much of the requests of one peer may be parked in any case. */
    private static final long PARKED_MIN = 4 << 10;

    private static final long USUAL_BYTES = Runtime.getRuntime().maxMemory() / 8;

    private final Supplier<Limits> limits;
    private final Capacity capacity;
    private final AtomicLong bytes = new AtomicLong();

    Waiting(Supplier<Limits> limits, Capacity capacity) {
        this.limits = limits;
        this.capacity = capacity;
    }

    /** A message that waits: framed, or as it is while it cannot be encoded. An EVENT stands with what others share of it. */
    static final class Entry {
        private final int bytes;
        private @Nullable ByteBuffer frame;
        private @Nullable Message message;
        private @Nullable Encoded event;
        private boolean stale;

        Entry(@Nullable ByteBuffer frame, @Nullable Message message, int bytes, @Nullable Encoded event) {
            this.frame = frame;
            this.message = message;
            this.bytes = bytes;
            this.event = event;
        }

        @Nullable
        ByteBuffer frame() {
            return frame;
        }

        @Nullable
        Message message() {
            return message;
        }

        int bytes() {
            return bytes;
        }

        @Nullable
        Encoded event() {
            return event;
        }

        /** Whether a newer EVENT took its place. */
        boolean stale() {
            return stale;
        }

        /** Lets go of what it held, because nobody counts it any more. */
        void becomesStale() {
            stale = true;
            frame = null;
            message = null;
            event = null;
        }

        private long own(boolean alone) {
            return alone ? bytes : Outbox.ENTRY_BYTES;
        }
    }

    /** A message begins to wait. */
    void add(Entry entry) {
        bytes.addAndGet(entry.own(entry.event == null || entry.event.waits()));
    }

    /** It waits no more. */
    void remove(Entry entry) {
        bytes.addAndGet(-entry.own(entry.event == null || entry.event.left()));
    }

    /** How much it is. */
    long bytes() {
        return bytes.get();
    }

    /** Takes room for something else that waits; false if there is not enough. */
    boolean take(long size) {
        boolean fits = size <= left();
        if (fits) {
            bytes.addAndGet(size);
        }
        return fits;
    }

    /** Counts what waits already, whether there is room for it or not. */
    void charge(long size) {
        bytes.addAndGet(size);
    }

    /** Gives it back. */
    void give(long size) {
        bytes.addAndGet(-size);
    }

    /** How much may wait for one peer now before it counts as slow. */
    long fullBytes() {
        return Math.min(limits.get().outbox().maxBytes(), Math.max(FULL_MIN, left() / 2));
    }

    /** How much may wait for one peer now at all. */
    long hardBytes() {
        return Math.min(limits.get().outbox().hardBytes(), Math.max(HARD_MIN, left()));
    }

    /** How much of the requests of one peer may be parked now before it is not read any more. */
    long parkedBytes() {
        return Math.min(limits.get().parkedMaxBytes(), Math.max(PARKED_MIN, left() / 2));
    }

    private long left() {
        if (capacity.critical()) {
            return 0;
        }
        long total = limits.get().outbox().totalBytes();
        return (total == 0 ? USUAL_BYTES : total) - bytes.get();
    }
}
