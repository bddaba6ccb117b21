package org.junctor.transport.rawsocket;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ByteBufferPool;
import org.jspecify.annotations.Nullable;
import org.junctor.http.api.MessageSender;
import org.junctor.http.api.PartialMessage;

/**
 * Cuts what a peer sends into frames. A frame that is whole in the input stays there; another is put together beside it.
 */
final class FrameReader {
    private final int maxBytes;
    private int prefix;
    private int prefixOctets;
    private int type;
    private int length;
    private final PartialMessage gathered;
    private boolean gathering;
    private byte[] array = new byte[0];
    private int offset;
    private String fault = "";
    private @Nullable String exceeded;

    /** What came of the input so far. */
    enum Progress {
        /** A frame is whole. */
        WHOLE,
        /** The input is used up. */
        MORE,
        /** The peer does not speak RawSocket: {@link #fault()}. */
        BROKEN
    }

    /** A reader of frames of at most {@code maxBytes} octets; {@code pool} bounds what all peers have begun. */
    FrameReader(int maxBytes, ByteBufferPool pool, MessageSender sender) {
        this.maxBytes = maxBytes;
        this.gathered = new PartialMessage(pool, sender);
    }

    /** Takes octets of {@code input}, which has an array, until one frame is whole. */
    Progress next(ByteBuffer input) {
        if (!gathering) {
            if (!readPrefix(input)) {
                return fault.isEmpty() ? Progress.MORE : Progress.BROKEN;
            }
            if (input.remaining() >= length) {
                lend(input.array(), input.arrayOffset() + input.position());
                input.position(input.position() + length);
                return Progress.WHOLE;
            }
            gathering = true;
        }
        return gather(input);
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
            exceeded = "options.max_message_size";
            fault = "a frame of %d octets, when %d were agreed at most".formatted(length, maxBytes);
            return false;
        }
        return true;
    }

    private Progress gather(ByteBuffer input) {
        if (!gathered.add(input, Math.min(length - gathered.length(), input.remaining()), length)) {
            exceeded = "messages that are begun and not ended";
            fault = "too many long messages are being received at the same time";
            return Progress.BROKEN;
        }
        if (gathered.length() < length) {
            return Progress.MORE;
        }
        gathering = false;
        gathered.whole();
        lend(gathered.array(), gathered.offset());
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

    /** The same in an array that is the caller's; null if it is not its own. */
    byte @Nullable [] given() {
        return gathered.given();
    }

    /** Where it begins. */
    int offset() {
        return offset;
    }

    /** How long it is. */
    int length() {
        return length;
    }

    /** Lets go of the octets of the last frame, or of one that does not come to its end. */
    void release() {
        array = new byte[0];
        gathered.release();
    }

    /** The limit that the peer came to; null if its {@link #fault()} is another one. */
    @Nullable
    String exceeded() {
        return exceeded;
    }

    /** What the peer did wrong. */
    String fault() {
        return fault;
    }
}
