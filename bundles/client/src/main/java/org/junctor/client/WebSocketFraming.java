package org.junctor.client;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.junctor.api.wire.Framing;
import org.junctor.api.wire.WriteBuffer;

/** Puts the header of a client's WebSocket frame before a message, and masks it (RFC 6455, section 5). */
final class WebSocketFraming implements Framing {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    static final int FIN = 0x80;
    static final int LENGTH_16 = 126;
    static final int LENGTH_64 = 127;

    private static final int MASKED = 0x80;
    private static final SecureRandom MASKS = new SecureRandom();

    private final int opcode;

    WebSocketFraming(boolean text) {
        this(text ? TEXT : BINARY);
    }

    private WebSocketFraming(int opcode) {
        this.opcode = opcode;
    }

    /** A frame that is no message: CLOSE or PONG. */
    static ByteBuffer control(int opcode, byte[] octets, int offset, int length) {
        WriteBuffer frame = new WriteBuffer(length).put(octets, offset, length);
        new WebSocketFraming(opcode).frame(frame);
        return frame.view();
    }

    @Override
    public void frame(WriteBuffer message) {
        int length = message.length();
        int mask = MASKS.nextInt();
        byte[] octets = message.array();
        for (int i = 0, at = message.start(); i < length; i++, at++) {
            octets[at] ^= (byte) (mask >>> (24 - 8 * (i & 3)));
        }
        number(message, mask, 4);
        if (length < LENGTH_16) {
            message.prepend(MASKED | length);
        } else if (length < 1 << 16) {
            number(message, length, 2);
            message.prepend(MASKED | LENGTH_16);
        } else {
            number(message, length, 4);
            number(message, 0, 4);
            message.prepend(MASKED | LENGTH_64);
        }
        message.prepend(FIN | opcode);
    }

    private static void number(WriteBuffer message, int number, int octets) {
        for (int i = 0; i < octets; i++) {
            message.prepend(number >>> (8 * i));
        }
    }
}
