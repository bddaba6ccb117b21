package org.junctor.transport.http;

import java.util.concurrent.atomic.LongAdder;

/** What one listener has written, for its operator and for tests that writes are coalesced. */
final class Traffic {
    private final LongAdder frames = new LongAdder();
    private final LongAdder writes = new LongAdder();

    /** One write that carried {@code offered} frames. */
    void wrote(int offered) {
        frames.add(offered);
        writes.increment();
    }

    /** Frames taken from transports and written. */
    long frames() {
        return frames.sum();
    }

    /** Writes to sockets, those of HTTP included. */
    long writes() {
        return writes.sum();
    }
}
