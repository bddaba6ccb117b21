package org.junctor.transport.websocket;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.exception.CloseException;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.eclipse.jetty.websocket.core.exception.ProtocolException;
import org.jspecify.annotations.Nullable;
import org.junctor.http.api.MessageSender;
import org.junctor.http.api.PartialMessage;

/**
 * Takes what one peer sends apart into unmasked frames (RFC 6455, 5.2). A frame that lies in the input as a whole is unmasked there;
 * one that does not gets memory of its own, and most of it is read straight into that. The memory grows with what came, and not by
 * what the peer claims, unless it has sent as much before. Belongs to the thread that reads.
 */
final class FrameReader {
    private static final int FIRST_OCTETS = 2;
    private static final int MASK = 0x80;
    private static final int LENGTH = 0x7F;
    private static final int LENGTH_16 = 126;
    private static final int KEY_BYTES = 4;
    private static final int LONGEST_HEAD = FIRST_OCTETS + Long.BYTES + KEY_BYTES;

    /** Most octets of one read: a JDK that reads into an array keeps direct memory of that size for each thread. */
    private static final int READ_BYTES = 64 * 1024;

    /** What a frame may claim before it has come. */
    private static final int FIRST_BYTES = 16 * 1024;

    private final PartialMessage body;
    private final int maxBytes;
    private final byte[] head = new byte[LONGEST_HEAD];
    private int headBytes;
    private int key;
    private byte[] octets = head;
    private int offset;
    private int length;
    /** Whether the payload lies in {@link #body}, as far as it has come. */
    private boolean inBody;

    /** The longest frame that has come as a whole, or {@link #FIRST_BYTES}. */
    private int proven = FIRST_BYTES;

    /** Reads frames whose payload has {@code maxBytes} at most; memory for those that come in parts is of {@code pool}, and bounded by it. */
    FrameReader(ByteBufferPool pool, MessageSender sender, int maxBytes) {
        this.body = new PartialMessage(pool, sender);
        this.maxBytes = maxBytes;
    }

    /** Reads on; true if the next frame is there as a whole, false if {@code input}, which is on the heap, is used up. */
    boolean next(ByteBuffer input) {
        if (!inBody) {
            if (!readHead(input)) {
                return false;
            }
            int start = input.arrayOffset() + input.position();
            if (length <= input.remaining()) {
                octets = input.array();
                offset = start;
                Unmasking.inPlace(octets, offset, length, key);
                input.position(input.position() + length);
                return true;
            }
            inBody = true;
            grow(proven);
        }
        int there = body.length();
        int more = Math.min(input.remaining(), length - there);
        if (there + more > body.capacity()) {
            grow(Math.max(there + more, 2 * body.capacity()));
        }
        int from = input.arrayOffset() + input.position();
        Unmasking.copy(input.array(), from, octets, offset + there, more, Unmasking.shifted(key, there));
        input.position(input.position() + more);
        body.advance(more);
        return body.length() == length;
    }

    /** Makes room for {@code bytes} of the frame, or for all of it if that is less. */
    private void grow(int bytes) {
        if (!body.grow(Math.min(bytes, length))) {
            throw new CloseException(CloseStatus.TRY_AGAIN_LATER, Messages.NO_ROOM);
        }
        octets = body.array();
        offset = body.offset();
    }

    /** Room to read the next octets of a long frame into; null if there is too little of it to be worth a read. */
    @Nullable
    ByteBuffer room(int least) {
        int there = body.length();
        if (!inBody || length - there < least) {
            return null;
        }
        if (body.capacity() - there < least) {
            grow(2 * body.capacity());
        }
        return ByteBuffer.wrap(octets, offset + there, Math.min(body.capacity() - there, READ_BYTES))
                .slice()
                .limit(0);
    }

    /** So many octets were read into the {@link #room}; true if the frame is there as a whole. */
    boolean filled(int more) {
        int there = body.length();
        Unmasking.inPlace(octets, offset + there, more, Unmasking.shifted(key, there));
        body.advance(more);
        return body.length() == length;
    }

    /** The frame was dealt with, or is no longer wanted: lets go of its octets. */
    void drop() {
        headBytes = 0;
        if (inBody) {
            proven = body.length() == length ? Math.max(proven, length) : proven;
            inBody = false;
            octets = head;
            body.release();
        }
    }

    /** First octet of the frame: whether it ends a message, reserved bits, and what it is. */
    byte first() {
        return head[0];
    }

    byte opCode() {
        return OpCode.getOpCode(head[0]);
    }

    byte[] octets() {
        return octets;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    private boolean readHead(ByteBuffer input) {
        int needed = headBytes < FIRST_OCTETS ? FIRST_OCTETS : wholeHead();
        while (true) {
            int more = Math.min(needed - headBytes, input.remaining());
            input.get(head, headBytes, more);
            headBytes += more;
            if (headBytes < needed) {
                return false;
            }
            if (needed > FIRST_OCTETS) {
                break;
            }
            checkFirst();
            needed = wholeHead();
        }
        int at = needed - KEY_BYTES;
        key = (head[at] & 0xFF) | (head[at + 1] & 0xFF) << 8 | (head[at + 2] & 0xFF) << 16 | head[at + 3] << 24;
        length = checkedLength(at);
        return true;
    }

    private int wholeHead() {
        int stated = head[1] & LENGTH;
        int more = stated < LENGTH_16 ? 0 : stated == LENGTH_16 ? Short.BYTES : Long.BYTES;
        return FIRST_OCTETS + more + KEY_BYTES;
    }

    private void checkFirst() {
        byte opCode = opCode();
        if (!OpCode.isKnown(opCode)) {
            throw new ProtocolException("Unknown opcode: " + opCode);
        }
        if ((head[1] & MASK) == 0) {
            throw new ProtocolException("a client must mask its frames");
        }
        if (OpCode.isControlFrame(opCode) && (head[0] & MASK) == 0) {
            throw new ProtocolException("a " + OpCode.name(opCode) + " is in fragments");
        }
        if (OpCode.isControlFrame(opCode) && (head[1] & LENGTH) > Frame.MAX_CONTROL_PAYLOAD) {
            throw new ProtocolException("a " + OpCode.name(opCode) + " has more than 125 octets");
        }
    }

    private int checkedLength(int end) {
        if (end == FIRST_OCTETS) {
            return head[1] & LENGTH;
        }
        long stated = 0;
        for (int i = FIRST_OCTETS; i < end; i++) {
            stated = stated << Byte.SIZE | (head[i] & 0xFF);
        }
        if (stated < 0 || stated > maxBytes) {
            throw new MessageTooLargeException("a frame has more than " + maxBytes + " octets");
        }
        return (int) stated;
    }
}
