package org.junctor.core;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What every part of a running core shares.
 *
 * @param largeBytes size of all large messages that wait for a worker, or are read by one
 * @param waiting size of all that waits for peers
 */
record Context(
        Timer timer,
        Executor workers,
        Supplier<Limits> configuration,
        Counters counters,
        Serializers serializers,
        PeerLog log,
        AtomicLong largeBytes,
        Waiting waiting) {

    /** The limits that hold now. */
    Limits limits() {
        return configuration.get();
    }
}
