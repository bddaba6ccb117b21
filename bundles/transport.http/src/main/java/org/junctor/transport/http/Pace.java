package org.junctor.transport.http;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How fast one peer may send. What it sends beyond that is not read until its time has come. Thread-safe. */
final class Pace {
    private final TokenBucket messages;
    private final TokenBucket octets;
    private final LongSupplier nanoTime;
    private boolean beyond;

    Pace(long messagesPerSecond, long octetsPerSecond, LongSupplier nanoTime) {
        long now = nanoTime.getAsLong();
        this.messages = new TokenBucket(messagesPerSecond, messagesPerSecond, now);
        this.octets = new TokenBucket(octetsPerSecond, octetsPerSecond, now);
        this.nanoTime = nanoTime;
    }

    /** The peer has sent so much. */
    synchronized void took(long moreMessages, long moreOctets) {
        long now = nanoTime.getAsLong();
        messages.spend(moreMessages, now);
        octets.spend(moreOctets, now);
    }

    /** How long nothing is to be read; 0 if it may be read now. */
    synchronized long waitNanos() {
        long now = nanoTime.getAsLong();
        long wait = Math.max(messages.owedNanos(now), octets.owedNanos(now));
        beyond &= wait > 0;
        return wait;
    }

    /** Which of the two it has exceeded just now: told once, until it has waited. */
    synchronized @Nullable String exceeded() {
        if (waitNanos() == 0 || beyond) {
            return null;
        }
        beyond = true;
        return messages.owedNanos(nanoTime.getAsLong()) > 0 ? "messages_per_second" : "bytes_per_second";
    }
}
