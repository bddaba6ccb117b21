package org.junctor.transport.rawsocket;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of this bundle, on whatever listeners they came. */
final class OpenConnections {
    private final Set<RawSocketConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Counts a new connection in; false if the bundle is stopping, so that there must be no more. */
    boolean add(RawSocketConnection connection) {
        open.add(connection);
        return !closed;
    }

    void remove(RawSocketConnection connection) {
        open.remove(connection);
    }

    /** Closes them all. */
    void close() {
        closed = true;
        for (RawSocketConnection connection : List.copyOf(open)) {
            connection.close("the RawSocket transport stops");
        }
    }
}
