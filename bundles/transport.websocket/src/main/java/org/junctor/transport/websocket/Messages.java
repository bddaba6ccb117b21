package org.junctor.transport.websocket;

import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/** Makes messages of the data frames of one connection, whose order Jetty has checked. Belongs to the thread that reads. */
final class Messages {

    /** Where whole messages go. */
    interface Sink {
        /** One message; its octets are lent for the length of the call. */
        void deliver(byte[] octets, int offset, int length);
    }

    private final Limits limits;
    private @Nullable Reassembly begun;

    Messages(Limits limits) {
        this.limits = limits;
    }

    /** Takes a frame; answers why the connection is to be closed, or null if all is well. */
    @Nullable
    CloseStatus take(Frame frame, Sink sink) {
        Reassembly message = begun;
        if (message == null && frame.isFin()) {
            return whole(frame.getPayload(), frame.getOpCode() == OpCode.TEXT, sink);
        }
        if (message == null) {
            message = new Reassembly(limits, frame.getOpCode() == OpCode.TEXT);
        }
        Reassembly.Outcome outcome = message.add(frame.getPayload(), frame.isFin());
        boolean taken = outcome == Reassembly.Outcome.TAKEN;
        begun = taken && !frame.isFin() ? message : null;
        if (taken && frame.isFin()) {
            sink.deliver(message.array(), 0, message.length());
        }
        return taken ? null : status(outcome);
    }

    private @Nullable CloseStatus whole(ByteBuffer payload, boolean text, Sink sink) {
        int length = payload.remaining();
        if (length > limits.messageBytes()) {
            return status(Reassembly.Outcome.TOO_LARGE);
        }
        byte[] octets = Octets.array(payload);
        int offset = Octets.offset(payload);
        if (text && !Utf8Check.valid(octets, offset, length)) {
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
            case TAKEN -> throw new IllegalArgumentException("nothing is wrong");
        };
    }
}
