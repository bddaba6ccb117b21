package org.junctor.transport.rawsocket;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junctor.api.transport.Acceptor;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.transport.Connection;
import org.junctor.api.transport.Receiver;
import org.junctor.api.wire.SerializerType;
import org.junctor.api.wire.WriteBuffer;

/** A router that says back what it is told, and keeps what happened. */
final class TestRouter implements Acceptor {
    final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();
    final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
    final AtomicInteger writable = new AtomicInteger();
    volatile boolean pauseAtMessage;
    volatile boolean failing;
    volatile boolean farewell;

    @Override
    public List<SerializerType> serializers() {
        return List.of(
                new SerializerType("json", "wamp.2.json", 1, "application/json", true),
                new SerializerType("none", "wamp.2.none", 0, "", true));
    }

    @Override
    public Receiver accept(Connection connection, boolean reused) {
        connections.add(connection);
        return new Receiver() {
            @Override
            public void receive(byte[] octets, int offset, int length) {
                messages.add(Arrays.copyOfRange(octets, offset, offset + length));
                if (failing) {
                    throw new IllegalStateException("the router of the test fails");
                }
                if (pauseAtMessage) {
                    connection.pause();
                }
                say(connection, octets, offset, length);
                Arrays.fill(octets, offset, offset + length, (byte) 'x'); // they were only lent
            }

            @Override
            public void writable() {
                writable.incrementAndGet();
            }

            @Override
            public void goingAway(String reason) {
                if (farewell) {
                    end(connection, CloseReason.GOING_AWAY, reason);
                }
            }

            @Override
            public void violation(String text) {
                end(connection, CloseReason.PROTOCOL_ERROR, text);
            }

            @Override
            public void closed(String reason) {
                closed.add(reason);
            }
        };
    }

    /** Says why, and closes. */
    private static void end(Connection connection, CloseReason reason, String text) {
        byte[] last = text.getBytes(StandardCharsets.UTF_8);
        say(connection, last, 0, last.length);
        connection.close(reason, text);
    }

    /** Offers a message; false if it was refused. */
    static boolean say(Connection connection, byte[] octets, int offset, int length) {
        WriteBuffer frame = new WriteBuffer(length).put(octets, offset, length);
        connection.framing().frame(frame);
        return connection.offer(frame.view());
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T item = queue.poll(5, TimeUnit.SECONDS);
        if (item == null) {
            throw new AssertionError("nothing came within 5 s");
        }
        return item;
    }
}
