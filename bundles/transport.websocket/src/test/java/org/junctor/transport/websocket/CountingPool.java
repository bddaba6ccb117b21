package org.junctor.transport.websocket;

import org.eclipse.jetty.io.ByteBufferPool;
import org.junctor.http.api.MessageRoom;

/** A pool with room for {@value #ROOM} octets of unfinished messages. */
final class CountingPool extends ByteBufferPool.NonPooling implements MessageRoom {
    static final int ROOM = 100_000;

    int held;

    @Override
    public boolean take(int more, int own) {
        if (held + more > ROOM) {
            return false;
        }
        held += more;
        return true;
    }

    @Override
    public void give(int octets) {
        held -= octets;
    }
}
