package org.junctor.transport.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** Counts the connections of all listeners. Thread-safe. */
final class NodeConnections {
    private final IntSupplier max;
    private final AtomicInteger inside = new AtomicInteger();

    /** @param max how many there may be, now; 0 for any number */
    NodeConnections(IntSupplier max) {
        this.max = max;
    }

    /** Counts one in; false if there are as many as there may be. */
    boolean enter() {
        int limit = max.getAsInt();
        if (inside.incrementAndGet() <= limit || limit == 0) {
            return true;
        }
        inside.decrementAndGet();
        return false;
    }

    void leave() {
        inside.decrementAndGet();
    }
}
