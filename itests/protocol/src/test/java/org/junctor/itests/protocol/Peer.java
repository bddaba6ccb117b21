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

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    /** What comes from the router: a message, or the end of the connection. */
    sealed interface Arrival {}

    /** One message. */
    record Message(JsonNode fields) implements Arrival {}

    /** The connection's end: WebSocket close code (0 if there was none) and what is known of the reason. */
    record End(int code, String reason) implements Arrival {}

    /** Sends one message as the transport sends JSON; false if the connection is closed. */
    final boolean send(Object... fields) {
        return sendText(Json.text(List.of(fields)));
    }

    /** Sends text as one message; false if the connection is closed. */
    final boolean sendText(String text) {
        return sendOctets(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends octets as one message of the kind that JSON has; false if the connection is closed. */
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

    /** For the transport: a message has come. */
    final void arrived(String text) {
        arrivals.add(new Message(Json.tree(text)));
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
