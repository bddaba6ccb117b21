package org.junctor.transport.rawsocket;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a peer sends into frames. A frame that is whole in the input stays there; another is put together in an array that grows
 * with what came, and not by what its prefix claims.
 */
final class FrameReader {
    private static final int FIRST_BYTES = 8 << 10;

    private final int maxBytes;
    private int prefix;
    private int prefixOctets;
    private int type;
    private int length;
    private int gathered;
    private byte @Nullable [] gathering;
    private byte[] array = new byte[0];
    private int offset;
    private String fault = "";

    /** What came of the input so far. */
    enum Progress {
        /** A frame is whole. */
        WHOLE,
        /** The input is used up. */
        MORE,
        /** The peer does not speak RawSocket: {@link #fault()}. */
        BROKEN
    }

    /** A reader of frames of at most {@code maxBytes} octets. */
    FrameReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes octets of {@code input}, which has an array, until one frame is whole. */
    Progress next(ByteBuffer input) {
        byte[] part = gathering;
        if (part == null) {
            if (!readPrefix(input)) {
                return fault.isEmpty() ? Progress.MORE : Progress.BROKEN;
            }
            if (input.remaining() >= length) {
                lend(input.array(), input.arrayOffset() + input.position());
                input.position(input.position() + length);
                return Progress.WHOLE;
            }
            part = new byte[Math.min(length, FIRST_BYTES)];
            gathered = 0;
        }
        return gather(part, input);
    }

    /** Reads the prefix; false if it is not whole, or there is a {@link #fault}. */
    private boolean readPrefix(ByteBuffer input) {
        while (prefixOctets < Framed.PREFIX) {
            if (!input.hasRemaining()) {
                return false;
            }
            prefix = prefix << 8 | (input.get() & 0xFF);
            prefixOctets++;
        }
        int bits = prefix >>> 24;
        type = bits & Framed.TYPE_BITS;
        length = prefix & 0xFFFFFF;
        boolean extended = (bits & Framed.EXTENDED_BIT) != 0;
        if ((bits & Framed.RESERVED_BITS) != 0 || type > Framed.PONG || (extended && length != 0)) {
            fault = "a frame with reserved bits or of a reserved type: %02x".formatted(bits);
            return false;
        }
        length = extended ? Framed.LONGEST : length;
        if (length > maxBytes) {
            fault = "a frame of %d octets, when %d were agreed at most".formatted(length, maxBytes);
            return false;
        }
        return true;
    }

    private Progress gather(byte[] begun, ByteBuffer input) {
        byte[] part = begun;
        int taken = Math.min(length - gathered, input.remaining());
        if (gathered + taken > part.length) {
            part = Arrays.copyOf(part, Math.min(length, Math.max(part.length * 2, gathered + taken)));
        }
        input.get(part, gathered, taken);
        gathered += taken;
        if (gathered < length) {
            gathering = part;
            return Progress.MORE;
        }
        gathering = null;
        lend(part, 0);
        return Progress.WHOLE;
    }

    private void lend(byte[] octets, int from) {
        array = octets;
        offset = from;
        prefix = 0;
        prefixOctets = 0;
    }

    /** Type of the frame that is whole. */
    int type() {
        return type;
    }

    /** Its octets, valid until the next call of {@link #next}; only {@link #length()} from {@link #offset()} on are it. */
    byte[] array() {
        return array;
    }

    /** Where it begins. */
    int offset() {
        return offset;
    }

    /** How long it is. */
    int length() {
        return length;
    }

    /** Lets go of the octets of the last frame. */
    void release() {
        array = new byte[0];
    }

    /** What the peer did wrong. */
    String fault() {
        return fault;
    }
}
