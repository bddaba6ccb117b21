package org.junctor.transport.websocket;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junctor.api.transport.Acceptor;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.transport.Connection;
import org.junctor.api.transport.Receiver;
import org.junctor.api.wire.SerializerType;
import org.junctor.api.wire.WriteBuffer;

/** A router that sends every message back. */
final class EchoRouter implements Acceptor {
    static final SerializerType JSON = new SerializerType("json", "wamp.2.json", 1, "application/json", true);
    static final SerializerType MSGPACK =
            new SerializerType("msgpack", "wamp.2.msgpack", 2, "application/msgpack", false);

    final BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
    final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
    final BlockingQueue<String> violations = new LinkedBlockingQueue<>();
    final AtomicInteger received = new AtomicInteger();
    final AtomicInteger reused = new AtomicInteger();
    volatile boolean pauseAfterEach;

    @Override
    public List<SerializerType> serializers() {
        return List.of(JSON, MSGPACK);
    }

    @Override
    public Receiver accept(Connection connection, boolean again) {
        accepted.add(connection);
        reused.addAndGet(again ? 1 : 0);
        return new Echo(connection);
    }

    /** Queues what the connection does not take, and pauses it meanwhile. */
    private final class Echo implements Receiver {
        private final Connection connection;
        private final WriteBuffer out = new WriteBuffer(1024);
        private boolean full;

        Echo(Connection connection) {
            this.connection = connection;
        }

        @Override
        public synchronized void receive(byte[] octets, int offset, int length) {
            received.incrementAndGet();
            if (pauseAfterEach) {
                connection.pause();
            }
            out.clear().put(octets, offset, length);
            connection.framing().frame(out);
            if (!connection.offer(out.view())) {
                full = true;
                connection.pause();
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
        public void violation(String text) {
            violations.add(text);
            connection.close(CloseReason.PROTOCOL_ERROR, text);
        }

        @Override
        public void closed(String reason) {
            closed.add(reason);
        }
    }
}
