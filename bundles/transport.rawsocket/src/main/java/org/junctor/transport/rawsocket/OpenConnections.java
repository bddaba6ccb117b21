package org.junctor.transport.rawsocket;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The connections of one listener, until they are closed. */
final class OpenConnections {
    /** How long saying goodbye may take: the octets of GOODBYE on their way, and no answer. */
    private static final long FAREWELL_MS = 500;

    private final Set<RawSocketConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean leaving;

    /** Counts a new connection in; false if there must be no more. */
    boolean add(RawSocketConnection connection) {
        open.add(connection);
        return !leaving;
    }

    synchronized void remove(RawSocketConnection connection) {
        open.remove(connection);
        notifyAll();
    }

    /** Has the sessions told that they end, waits a moment for that to be written, and closes what is left. */
    void leave(String reason) {
        leaving = true;
        open.forEach(connection -> connection.goAway(reason));
        try {
            await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List.copyOf(open).forEach(connection -> connection.close(reason));
    }

    private synchronized void await() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FAREWELL_MS);
        long left = FAREWELL_MS;
        while (!open.isEmpty() && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
    }
}
