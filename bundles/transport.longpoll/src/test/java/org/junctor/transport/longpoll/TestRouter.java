package org.junctor.transport.longpoll;

import java.nio.charset.StandardCharsets;
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

/** A router that says back what it is told, except for some words that it obeys, and keeps what happened. */
final class TestRouter implements Acceptor {
    final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();
    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
    final AtomicInteger writable = new AtomicInteger();

    @Override
    public List<SerializerType> serializers() {
        return List.of(
                new SerializerType("json", "wamp.2.json", 1, "application/json", true),
                new SerializerType("msgpack", "wamp.2.msgpack", 2, "application/x-msgpack", false),
                new SerializerType("flatbuffers", "wamp.2.flatbuffers", 5, "application/x-flatbuffers", false, false));
    }

    @Override
    public Receiver accept(Connection connection, boolean reused) {
        connections.add(connection);
        return new Receiver() {
            @Override
            public void receive(byte[] octets, int offset, int length) {
                String text = new String(octets, offset, length, StandardCharsets.UTF_8);
                messages.add(text);
                switch (text) {
                    case "silence" -> {}
                    case "pause" -> connection.pause();
                    case "leave" -> end(connection, CloseReason.NORMAL, "left");
                    case "violate" -> violation("that is no message");
                    case "fail" -> throw new IllegalStateException("the router of the test fails");
                    default -> say(connection, text);
                }
            }

            @Override
            public void writable() {
                writable.incrementAndGet();
            }

            @Override
            public void goingAway(String reason) {
                end(connection, CloseReason.GOING_AWAY, reason);
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
        say(connection, text);
        connection.close(reason, text);
    }

    /** Offers a message; false if it was refused. */
    static boolean say(Connection connection, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        WriteBuffer frame = new WriteBuffer(octets.length).put(octets, 0, octets.length);
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
