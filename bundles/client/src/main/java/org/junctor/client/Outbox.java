package org.junctor.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Message;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Reason;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;
import org.junctor.api.transport.Channel;
import org.junctor.api.wire.WriteBuffer;

/**
 * All that a session sends: numbers its requests, encodes, and keeps at most {@value #FULL} octets that the channel did not take yet.
 * Thread-safe; what one thread sends keeps its order.
 */
final class Outbox {
    static final long FULL = 16 << 20;
    private static final int KEPT_BUFFER = 256 << 10;

    private final Supplier<Serializer> serializer;
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private WriteBuffer buffer = new WriteBuffer(512);
    private long waitingOctets;
    private long lastRequest;
    private @Nullable Channel channel;
    private @Nullable String ended;

    Outbox(Supplier<Serializer> serializer) {
        this.serializer = serializer;
    }

    /** The channel is open: messages may be sent from now on. */
    synchronized void open(Channel opened) {
        channel = opened;
    }

    /** Nothing is sent from now on; {@code reason} is what senders are told. */
    synchronized void end(String reason) {
        if (ended == null) {
            ended = reason;
        }
    }

    /** Arguments as payload. */
    Payload payload(List<?> arguments, Map<String, ?> keywords) {
        return Values.payload(serializer.get(), arguments, keywords);
    }

    /**
     * Sends a message.
     *
     * @throws IOException if the session is over, or too much waits to be sent
     * @throws WampException if the message is longer than the router takes
     */
    synchronized void send(Message message) throws IOException, WampException {
        Channel to = channel();
        encode(message, to);
        offer(to);
    }

    /**
     * Sends a request with the next request id. An id is used up only by a request that is sent, since a router may insist on a
     * sequence without gaps (spec: "IDs", session scope).
     *
     * @param sent told the id just before the message leaves
     * @throws IOException as for {@link #send}
     * @throws WampException as for {@link #send}
     */
    synchronized void request(LongFunction<Message> message, LongConsumer sent) throws IOException, WampException {
        Channel to = channel();
        long id = lastRequest == 1L << 53 ? 1 : lastRequest + 1;
        encode(message.apply(id), to);
        lastRequest = id;
        sent.accept(id);
        offer(to);
    }

    /** The channel has room again. */
    synchronized void writable() {
        Channel to = channel;
        while (to != null && !waiting.isEmpty() && to.offer(waiting.element())) {
            waitingOctets -= waiting.remove().capacity();
        }
    }

    private Channel channel() throws IOException {
        Channel to = channel;
        if (ended != null || to == null) {
            throw new IOException("the session is over: " + (ended == null ? "not open yet" : ended));
        }
        if (waitingOctets > FULL) {
            throw new IOException(
                    "more than " + FULL + " octets wait to be sent: the router does not take them fast enough");
        }
        return to;
    }

    private void encode(Message message, Channel to) throws WampException {
        if (buffer.array().length > KEPT_BUFFER) {
            buffer = new WriteBuffer(512);
        }
        serializer.get().encode(message, buffer.clear());
        if (buffer.length() > to.maxMessageBytes()) {
            throw new WampException(
                    Reason.PAYLOAD_SIZE_EXCEEDED,
                    "a message of " + buffer.length() + " octets; the router takes " + to.maxMessageBytes()
                            + " at most");
        }
        to.framing().frame(buffer);
    }

    private void offer(Channel to) {
        if (waiting.isEmpty() && to.offer(buffer.view())) {
            return;
        }
        byte[] frame = buffer.toByteArray();
        waiting.add(ByteBuffer.wrap(frame));
        waitingOctets += frame.length;
    }
}
