package org.junctor.core;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.junctor.api.message.Reason;

/**
 * What every part of a running core shares.
 *
 * @param largeBytes size of all large messages that wait for a worker, or are read by one
 * @param capacity what all sessions use together
 */
record Context(
        Timer timer,
        Executor workers,
        Supplier<Limits> configuration,
        Counters counters,
        Serializers serializers,
        PeerLog log,
        AtomicLong largeBytes,
        Capacity capacity) {

    /** What waits for peers. */
    Waiting waiting() {
        return capacity.waiting;
    }

    /** A session wants more than it may have: that is counted, and said in the log. */
    Refusal exceeded(Link link, LongAdder counter, String text) {
        counter.increment();
        log.complain(link, "is refused more: " + text);
        return new Refusal(Reason.QUOTA_EXCEEDED, text);
    }

    /** The limits that hold now. */
    Limits limits() {
        return configuration.get();
    }
}
