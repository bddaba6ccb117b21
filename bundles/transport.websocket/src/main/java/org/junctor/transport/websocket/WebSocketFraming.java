package org.junctor.transport.websocket;

import org.junctor.api.wire.Framing;
import org.junctor.api.wire.WriteBuffer;

/** Puts the header of one final, unmasked frame before a message (RFC 6455, 5.2). One instance for text, one for binary. */
enum WebSocketFraming implements Framing {
    /** Serializers whose messages are UTF-8. */
    TEXT(0x81),
    /** All others. */
    BINARY(0x82);

    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int LENGTH_16_MAX = 0xFFFF;

    private final int first;

    WebSocketFraming(int first) {
        this.first = first;
    }

    @Override
    public void frame(WriteBuffer message) {
        int length = message.length();
        if (length < LENGTH_16) {
            message.prepend(length);
        } else {
            boolean wide = length > LENGTH_16_MAX;
            long rest = length;
            for (int octet = wide ? Long.BYTES : Short.BYTES; octet > 0; octet--) {
                message.prepend((int) rest);
                rest >>>= Byte.SIZE;
            }
            message.prepend(wide ? LENGTH_64 : LENGTH_16);
        }
        message.prepend(first);
    }
}
