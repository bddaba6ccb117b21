package org.junctor.transport.websocket;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.DataFormatException;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import org.junctor.api.wire.Utf8;
import org.junctor.http.api.PartialMessage;

/** Makes messages of the data frames of one connection, whose order Jetty has checked. Belongs to the thread that reads. */
final class Messages {

    /** Where whole messages go. */
    interface Sink {
        /** One message; its octets are lent for the length of the call. */
        void deliver(byte[] octets, int offset, int length);
    }

    private final Limits limits;
    private final @Nullable Compression compression;
    private final ByteBufferPool pool;
    private volatile @Nullable Reassembly begun;

    Messages(Limits limits, ByteBufferPool pool, @Nullable Compression compression) {
        this.limits = limits;
        this.pool = pool;
        this.compression = compression;
    }

    /** Takes a frame; answers why the connection is to be closed, or null if all is well. */
    @Nullable
    CloseStatus take(Frame frame, Sink sink) {
        Reassembly message = begun;
        boolean text = frame.getOpCode() == OpCode.TEXT;
        if (message == null && frame.isFin()) {
            ByteBuffer payload = frame.getPayload();
            return frame.isRsv1()
                    ? compressed(Octets.array(payload), Octets.offset(payload), payload.remaining(), text, sink)
                    : whole(Octets.array(payload), Octets.offset(payload), payload.remaining(), text, sink);
        }
        if (message == null) {
            message = new Reassembly(limits, pool, text, frame.isRsv1());
        } else if (frame.isRsv1()) {
            return new CloseStatus(CloseStatus.PROTOCOL, "RSV1 is set in a frame that continues a message");
        }
        begun = message;
        Reassembly.Outcome outcome = message.add(frame.getPayload(), frame.isFin());
        if (outcome == Reassembly.Outcome.TAKEN && !frame.isFin()) {
            return null;
        }
        begun = null;
        try {
            return outcome == Reassembly.Outcome.TAKEN ? whole(message, sink) : status(outcome);
        } finally {
            message.release();
        }
    }

    /** The connection is gone: gives back what has come of a message. May be called by any thread. */
    void drop() {
        Reassembly message = begun;
        if (message != null) {
            message.drop();
        }
    }

    private @Nullable CloseStatus whole(Reassembly message, Sink sink) {
        PartialMessage octets = message.octets();
        if (message.compressed()) {
            return compressed(octets.array(), octets.offset(), octets.length(), message.text(), sink);
        }
        sink.deliver(octets.array(), octets.offset(), octets.length());
        return null;
    }

    private @Nullable CloseStatus compressed(byte[] octets, int offset, int length, boolean text, Sink sink) {
        Compression expanding = Objects.requireNonNull(compression); // else Jetty refuses frames with RSV1
        PartialMessage message = new PartialMessage(pool);
        try {
            Reassembly.Outcome outcome = expanding.inflate(octets, offset, length, limits.messageBytes(), message);
            return outcome == Reassembly.Outcome.TAKEN
                    ? whole(message.array(), message.offset(), message.length(), text, sink)
                    : status(outcome);
        } catch (DataFormatException e) {
            return new CloseStatus(CloseStatus.BAD_PAYLOAD, "the message is not compressed as it should be");
        } finally {
            message.release();
        }
    }

    /** Takes a message that came as a whole; answers as {@link #take} does. */
    @Nullable
    CloseStatus whole(byte[] octets, int offset, int length, boolean text, Sink sink) {
        if (length > limits.messageBytes()) {
            return status(Reassembly.Outcome.TOO_LARGE);
        }
        if (text && Utf8.invalid(octets, offset, length) >= 0) {
            return status(Reassembly.Outcome.NOT_UTF8);
        }
        sink.deliver(octets, offset, length);
        return null;
    }

    private CloseStatus status(Reassembly.Outcome outcome) {
        return switch (outcome) {
            case TOO_LARGE ->
                new CloseStatus(
                        CloseStatus.MESSAGE_TOO_LARGE,
                        "the message is longer than %d octets".formatted(limits.messageBytes()));
            case TOO_MANY ->
                new CloseStatus(
                        CloseStatus.POLICY_VIOLATION,
                        "the message has more than %d fragments".formatted(limits.fragments()));
            case NOT_UTF8 -> new CloseStatus(CloseStatus.BAD_PAYLOAD, "the text is not UTF-8");
            case NO_ROOM ->
                new CloseStatus(
                        CloseStatus.TRY_AGAIN_LATER, "too many long messages are being received at the same time");
            case TAKEN -> throw new IllegalArgumentException("nothing is wrong");
        };
    }
}
