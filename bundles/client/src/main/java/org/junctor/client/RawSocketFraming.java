package org.junctor.client;

import java.nio.ByteBuffer;
import org.junctor.api.wire.Framing;
import org.junctor.api.wire.WriteBuffer;

/** Puts the four octets of RawSocket before a message (spec: "RawSocket", message prefix). */
final class RawSocketFraming implements Framing {
    static final RawSocketFraming INSTANCE = new RawSocketFraming();

    /** Longest message of the protocol: its length does not fit the 24 bits, and is written as bit X. */
    static final int LONGEST = 1 << 24;

    static final int EXTENDED = 0x08;
    static final int PING = 1;
    static final int PONG = 2;

    private RawSocketFraming() {}

    /** The PONG that answers a PING. */
    static ByteBuffer pong(byte[] octets, int offset, int length) {
        ByteBuffer pong = ByteBuffer.allocate(4 + length);
        pong.putInt(length == LONGEST ? (PONG | EXTENDED) << 24 : PONG << 24 | length);
        return pong.put(octets, offset, length).flip();
    }

    @Override
    public void frame(WriteBuffer message) {
        int length = message.length();
        message.prepend(length).prepend(length >> 8).prepend(length >> 16).prepend(length == LONGEST ? EXTENDED : 0);
    }
}
