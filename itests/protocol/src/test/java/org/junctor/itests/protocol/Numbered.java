package org.junctor.itests.protocol;

import java.util.BitSet;
import java.util.Map;

/** Keeps account of numbered things that are sent by one thread and arrive on another: which, in which order, with which gaps. */
final class Numbered {
    private final BitSet arrived = new BitSet();
    private int sent;
    private int last = -1;
    private int reordered;
    private int twice;
    private long lastNanos;
    private long longestGapNanos;

    /** The next number to send. */
    synchronized int next() {
        if (sent == 0) {
            lastNanos = System.nanoTime();
        }
        int number = sent;
        sent++;
        return number;
    }

    /** A number has arrived where order counts. */
    synchronized void arrived(int number) {
        long now = System.nanoTime();
        longestGapNanos = Math.max(longestGapNanos, now - lastNanos);
        lastNanos = now;
        if (arrived.get(number)) {
            twice++;
        } else if (number < last) {
            reordered++;
        }
        arrived.set(number);
        last = Math.max(last, number);
    }

    /** How many were sent. */
    synchronized int sent() {
        return sent;
    }

    /** How many different ones arrived. */
    synchronized int count() {
        return arrived.cardinality();
    }

    /** The account, for the report. */
    synchronized Map<String, Object> report() {
        return Map.of(
                "sent",
                sent,
                "arrived",
                arrived.cardinality(),
                "lost",
                sent - arrived.cardinality(),
                "reordered",
                reordered,
                "twice",
                twice,
                "longestGapMs",
                longestGapNanos / 1_000_000);
    }
}
