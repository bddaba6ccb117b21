package org.junctor.transport.websocket;

import java.util.List;
import org.junctor.api.transport.Acceptor;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.transport.Connection;
import org.junctor.api.transport.Receiver;
import org.junctor.api.wire.SerializerType;
import org.junctor.api.wire.WriteBuffer;

/** Stands where the router stands, and sends every message back. */
final class Echo implements Acceptor {
    private static final int BUFFER_BYTES = 1024;

    @Override
    public List<SerializerType> serializers() {
        return List.of();
    }

    @Override
    public Receiver accept(Connection connection, boolean reused) {
        return new Back(connection);
    }

    /** Holds the one message that the connection does not take, and does not read meanwhile. */
    private static final class Back implements Receiver {
        private final Connection connection;
        private WriteBuffer out = new WriteBuffer(BUFFER_BYTES);
        private boolean full;

        Back(Connection connection) {
            this.connection = connection;
        }

        @Override
        public synchronized void receive(byte[] octets, int offset, int length) {
            out.clear().put(octets, offset, length);
            connection.framing().frame(out);
            if (!connection.offer(out.view())) {
                full = true;
                connection.pause();
            } else if (length > BUFFER_BYTES) {
                out = new WriteBuffer(BUFFER_BYTES);
            }
        }

        @Override
        public synchronized void writable() {
            if (full && connection.offer(out.view())) {
                full = false;
                connection.resume();
            }
        }

        @Override
        public void goingAway(String reason) {
            connection.close(CloseReason.GOING_AWAY, reason);
        }

        @Override
        public void closed(String reason) {
            // There is nothing to let go of.
        }
    }
}
