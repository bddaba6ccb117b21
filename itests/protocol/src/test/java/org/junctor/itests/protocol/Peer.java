package org.junctor.itests.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A connection to the router that sends whatever it is told, WAMP or not, and keeps what it receives. */
abstract class Peer implements AutoCloseable {
    /** How long an answer may take before the test has failed. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    private final Wire wire;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    Peer(Wire wire) {
        this.wire = wire;
    }

    /** What comes from the router: a message, or the end of the connection. */
    sealed interface Arrival {}

    /** One message. */
    record Message(JsonNode fields) implements Arrival {}

    /** The connection's end: WebSocket close code (0 if there was none) and what is known of the reason. */
    record End(int code, String reason) implements Arrival {}

    /** The way in which it speaks with the router. */
    final Wire wire() {
        return wire;
    }

    /** Sends one message as this connection writes them; false if the connection is closed. */
    final boolean send(Object... fields) {
        return sendMessage(wire.codec().encode(Json.node(List.of(fields))));
    }

    /** Sends the message that is written here in JSON; exactly these octets if the connection speaks JSON. False if it is closed. */
    final boolean sendText(String text) {
        return sendMessage(
                wire.codec() == Codec.JSON
                        ? text.getBytes(StandardCharsets.UTF_8)
                        : wire.codec().encode(Json.tree(text)));
    }

    /** Sends octets as one message, in a batch of its own where there are batches; false if the connection is closed. */
    final boolean sendMessage(byte[] octets) {
        return sendOctets(wire.batched() ? Batch.of(wire.codec(), List.of(octets)) : octets);
    }

    /** Sends octets as the transport sends one message or one batch; false if the connection is closed. */
    abstract boolean sendOctets(byte[] octets);

    /** Cuts the connection without GOODBYE or close handshake. */
    abstract void cut();

    /** The next message; fails if the connection ends or nothing comes in time. */
    final JsonNode receive() {
        Arrival next = next(LIMIT)
                .orElseThrow(() -> new AssertionError("the router sent nothing within " + LIMIT.toSeconds() + " s"));
        if (next instanceof End end) {
            arrivals.add(end);
            throw new AssertionError("the router closed the connection: " + end);
        }
        return ((Message) next).fields();
    }

    /** The next message, which must be of this type. */
    final JsonNode receive(int type) {
        JsonNode message = receive();
        if (message.path(0).asInt() != type) {
            throw new AssertionError("expected a message of type " + type + ", got " + message);
        }
        return message;
    }

    /** The end of the connection; fails if a message comes first or it stays open. */
    final End awaitEnd() {
        return awaitEnd(LIMIT);
    }

    /** The end of the connection within {@code limit}; fails if a message comes first. */
    final End awaitEnd(Duration limit) {
        Arrival next = next(limit)
                .orElseThrow(() ->
                        new AssertionError("the router left the connection open for " + limit.toSeconds() + " s"));
        if (next instanceof Message message) {
            throw new AssertionError("expected the end of the connection, got " + message.fields());
        }
        arrivals.add(next);
        return (End) next;
    }

    /** What comes next within {@code limit}. */
    final Optional<Arrival> next(Duration limit) {
        try {
            return Optional.ofNullable(arrivals.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** What has come by now and was not taken yet. */
    final List<Arrival> pending() {
        return new ArrayList<>(arrivals);
    }

    /** For the transport: a message, or a batch of them, has come. */
    final void arrived(byte[] octets) {
        try {
            List<byte[]> messages = wire.batched() ? Batch.split(wire.codec(), octets) : List.of(octets);
            messages.forEach(message -> arrivals.add(new Message(wire.codec().decode(message))));
        } catch (AssertionError e) {
            ended(0, String.valueOf(e.getMessage())); // on the transport's thread: the test learns it where it receives
        }
    }

    /** For the transport: the connection has ended. */
    final void ended(int code, String reason) {
        arrivals.add(new End(code, reason));
    }

    @Override
    public final void close() throws IOException {
        cut();
    }
}
