package org.junctor.transport.websocket;

import org.jspecify.annotations.Nullable;
import org.junctor.api.wire.BatchFraming;
import org.junctor.api.wire.Framing;
import org.junctor.api.wire.WriteBuffer;

/**
 * Puts the header of one final, unmasked frame before a message (RFC 6455, 5.2). A batch is a frame with one message: those that are
 * sent together share a write anyway, and one frame for all subscribers is worth more than a header.
 */
enum WebSocketFraming implements Framing {
    /** Serializers whose messages are UTF-8. */
    TEXT(true, null),
    /** All others. */
    BINARY(false, null),
    /** Batches of text. */
    TEXT_BATCH(true, BatchFraming.RECORD_SEPARATOR),
    /** Batches of text for peers that write them so. */
    TEXT_BATCH_CANCEL(true, BatchFraming.CANCEL),
    /** Batches of all others. */
    BINARY_BATCH(false, BatchFraming.LENGTH);

    /** Says in the first octet of a frame that its message is compressed. */
    static final int RSV1 = 0x40;

    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_BINARY = 0x82;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int LENGTH_16_MAX = 0xFFFF;

    private final boolean text;
    private final @Nullable BatchFraming batch;

    WebSocketFraming(boolean text, @Nullable BatchFraming batch) {
        this.text = text;
        this.batch = batch;
    }

    /** The framing for text or not, in batches if there is a framing of these. */
    static WebSocketFraming of(boolean text, @Nullable BatchFraming batch) {
        if (batch == null) {
            return text ? TEXT : BINARY;
        }
        return switch (batch) {
            case RECORD_SEPARATOR -> TEXT_BATCH;
            case CANCEL -> TEXT_BATCH_CANCEL;
            case LENGTH -> BINARY_BATCH;
        };
    }

    @Override
    public void frame(WriteBuffer message) {
        batch(message);
        header(message, 0);
    }

    /** Makes a batch of the message, if it is to be one. */
    void batch(WriteBuffer message) {
        if (batch != null) {
            batch.frame(message);
        }
    }

    /** Puts the header before what is the frame's payload. */
    void header(WriteBuffer payload, int bits) {
        int length = payload.length();
        if (length < LENGTH_16) {
            payload.prepend(length);
        } else {
            boolean wide = length > LENGTH_16_MAX;
            long rest = length;
            for (int octet = wide ? Long.BYTES : Short.BYTES; octet > 0; octet--) {
                payload.prepend((int) rest);
                rest >>>= Byte.SIZE;
            }
            payload.prepend(wide ? LENGTH_64 : LENGTH_16);
        }
        payload.prepend((text ? FINAL_TEXT : FINAL_BINARY) | bits);
    }
}
