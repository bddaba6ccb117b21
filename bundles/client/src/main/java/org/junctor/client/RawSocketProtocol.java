package org.junctor.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.wire.Framing;
import org.junctor.api.wire.SerializerType;

/** RawSocket (spec: "RawSocket Transport"): four octets each way to open, four before each message. */
final class RawSocketProtocol implements Protocol {
    private static final int MAGIC = 0x7F;
    private static final int LONGEST = 0xF0;
    private static final int HEADER = 4;
    private static final int RESERVED_BITS = 0xF0;
    private static final int TYPE_BITS = 0x07;

    private final SerializerType serializer;
    private int maxMessageBytes;

    RawSocketProtocol(SerializerType serializer) {
        this.serializer = serializer;
    }

    /** What the client says: it takes messages of up to 2^24 octets. */
    @Override
    public byte[] request() {
        return new byte[] {MAGIC, (byte) (LONGEST | serializer.rawSocketId()), 0, 0};
    }

    @Override
    public boolean accepted(InputBuffer in) throws IOException {
        if (in.available() < HEADER) {
            return false;
        }
        int offset = in.use(HEADER);
        maxMessageBytes = maxMessageBytes(Arrays.copyOfRange(in.array(), offset, offset + HEADER));
        return true;
    }

    private int maxMessageBytes(byte[] answer) throws IOException {
        if (answer[0] != MAGIC || answer[2] != 0 || answer[3] != 0) {
            throw new IOException("what answers there does not speak RawSocket");
        }
        int chosen = answer[1] & 0x0F;
        if (chosen == 0) {
            throw new IOException("the router refuses: " + refusal(answer[1] >> 4 & 0x0F));
        }
        if (chosen != serializer.rawSocketId()) {
            throw new IOException("the router chose serializer " + chosen + " instead of " + serializer.rawSocketId());
        }
        return 1 << (9 + (answer[1] >> 4 & 0x0F));
    }

    private String refusal(int code) {
        return switch (code) {
            case 1 -> "it has no serializer " + serializer.name();
            case 2 -> "it wants another maximum length of messages";
            case 3 -> "reserved bits were used";
            case 4 -> "it has as many connections as it takes";
            default -> "error " + code;
        };
    }

    @Override
    public boolean next(InputBuffer in, Sink sink) throws ProtocolViolation {
        if (in.available() < HEADER) {
            return false;
        }
        int first = in.peek(0);
        int type = first & TYPE_BITS;
        int length = in.peek(1) << 16 | in.peek(2) << 8 | in.peek(3);
        boolean extended = (first & RawSocketFraming.EXTENDED) != 0;
        if ((first & RESERVED_BITS) != 0 || type > RawSocketFraming.PONG || (extended && length != 0)) {
            throw new ProtocolViolation("the router sent a frame with reserved bits: " + Integer.toHexString(first));
        }
        if (extended) {
            length = RawSocketFraming.LONGEST;
        }
        if (in.available() - HEADER < length) {
            return false;
        }
        in.use(HEADER);
        int offset = in.use(length);
        if (type == RawSocketFraming.PING) {
            sink.reply(RawSocketFraming.pong(in.array(), offset, length));
        } else if (type != RawSocketFraming.PONG) {
            sink.message(in.array(), offset, length);
        }
        return true;
    }

    @Override
    public @Nullable ByteBuffer farewell(CloseReason reason, String text) {
        return null;
    }

    @Override
    public Framing framing() {
        return RawSocketFraming.INSTANCE;
    }

    @Override
    public int maxMessageBytes() {
        return maxMessageBytes;
    }
}
