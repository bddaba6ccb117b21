package org.junctor.transport.rawsocket;

import java.nio.ByteBuffer;
import org.junctor.api.wire.Framing;
import org.junctor.api.wire.WriteBuffer;

/** Puts the four octets of RawSocket before a message (spec: "RawSocket", message prefix). One object for all connections. */
final class Framed implements Framing {
    static final Framed INSTANCE = new Framed();

    /** Length of the prefix, and of the handshake. */
    static final int PREFIX = 4;

    /** The longest message: its length does not fit 24 bits, and is written as bit X. */
    static final int LONGEST = 1 << 24;

    /** PINGs that are longer than this are few. */
    static final int LONG = 64 << 10;

    static final int RESERVED_BITS = 0xF0;
    static final int EXTENDED_BIT = 0x08;
    static final int TYPE_BITS = 0x07;
    static final int MESSAGE = 0;
    static final int PING = 1;
    static final int PONG = 2;

    private Framed() {}

    /** How many octets the four bits of a handshake mean. */
    static int bytes(int exponent) {
        return 1 << (9 + exponent);
    }

    /** A PING without payload. */
    static ByteBuffer ping() {
        return ByteBuffer.allocate(PREFIX).putInt(PING << 24).flip();
    }

    /** The PONG that answers a PING. A long one is direct, because the write side keeps such a buffer and makes no copy. */
    static ByteBuffer pong(byte[] octets, int offset, int length) {
        ByteBuffer pong =
                length > LONG ? ByteBuffer.allocateDirect(PREFIX + length) : ByteBuffer.allocate(PREFIX + length);
        pong.putInt(length == LONGEST ? (PONG | EXTENDED_BIT) << 24 : PONG << 24 | length);
        return pong.put(octets, offset, length).flip();
    }

    @Override
    public void frame(WriteBuffer message) {
        int length = message.length();
        message.prepend(length).prepend(length >> 8).prepend(length >> 16);
        message.prepend(length == LONGEST ? EXTENDED_BIT : 0);
    }
}
