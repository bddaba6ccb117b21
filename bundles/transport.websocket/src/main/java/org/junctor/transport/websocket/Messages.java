package org.junctor.transport.websocket;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.DataFormatException;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.exception.CloseException;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.jspecify.annotations.Nullable;
import org.junctor.api.wire.Utf8;
import org.junctor.http.api.MessageRoom;
import org.junctor.http.api.MessageSender;
import org.junctor.http.api.PartialMessage;

/** Makes messages of the data frames of one connection, whose order Jetty has checked. Belongs to the thread that reads. */
final class Messages {

    /** Where whole messages go. */
    interface Sink {
        /** One message; its octets are lent for the length of the call. */
        void deliver(byte[] octets, int offset, int length);
    }

    /** What the limit of all connections together is called where limits are counted. */
    static final String BEGUN = "messages that are begun and not ended";

    static final String NO_ROOM = "too many long messages are being received at the same time";

    private final Limits limits;
    private final @Nullable Compression compression;
    private final ByteBufferPool pool;
    private final MessageRoom room;
    private final MessageSender sender;
    private volatile @Nullable Reassembly begun;
    private volatile boolean gone;

    /** How many octets are {@linkplain #hold held}. */
    private int held;

    Messages(Limits limits, ByteBufferPool pool, MessageSender sender, @Nullable Compression compression) {
        this.limits = limits;
        this.sender = sender;
        this.pool = pool;
        this.room = MessageRoom.of(pool);
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
            message = new Reassembly(limits, pool, sender, text, frame.isRsv1());
        } else if (frame.isRsv1()) {
            return new CloseStatus(CloseStatus.PROTOCOL, "RSV1 is set in a frame that continues a message");
        }
        begun = message;
        if (gone) {
            message.drop(); // who dropped might not have seen it
        }
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

    /** Counts octets that are kept for later; false if there is no room for them. */
    synchronized boolean hold(int octets) {
        if (gone) {
            return true;
        }
        boolean taken = room.take(octets, held);
        held += taken ? octets : 0;
        return taken;
    }

    /** Octets that were counted are kept no more. */
    synchronized void letGo(int octets) {
        if (!gone) {
            held -= octets;
            room.give(octets);
        }
    }

    /** The connection is gone: gives back what has come of a message. May be called by any thread. */
    void drop() {
        synchronized (this) {
            gone = true;
            room.give(held);
            held = 0;
        }
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
        PartialMessage message = new PartialMessage(pool, MessageSender.NONE);
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

    /** The limit for which a connection is closed with this; null if it is for another reason. */
    static @Nullable String limit(CloseStatus status) {
        return switch (status.getCode()) {
            case CloseStatus.MESSAGE_TOO_LARGE -> "options.max_message_size";
            case CloseStatus.POLICY_VIOLATION -> "options.max_fragments";
            case CloseStatus.TRY_AGAIN_LATER -> BEGUN;
            default -> null;
        };
    }

    /** The limit for which Jetty gives a connection up; null if it is for another reason. */
    static @Nullable String limit(Throwable cause) {
        if (cause instanceof MessageTooLargeException) {
            return "options.max_frame_size";
        }
        return cause instanceof CloseException close ? limit(new CloseStatus(close.getStatusCode())) : null;
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
            case NO_ROOM -> new CloseStatus(CloseStatus.TRY_AGAIN_LATER, NO_ROOM);
            case TAKEN -> throw new IllegalArgumentException("nothing is wrong");
        };
    }
}
