package org.junctor.itests.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Several messages in one (spec: "Batched WebSocket Transport"): JSON ends each with 0x1E, others begin each with its length. */
final class Batch {
    /** What ends each message of JSON. */
    static final byte SEPARATOR = 0x1e;

    private Batch() {}

    /** The octets of a batch of these messages. */
    static byte[] of(Codec codec, List<byte[]> messages) {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            if (codec.isText()) {
                batch.writeBytes(message);
                batch.write(SEPARATOR);
            } else {
                batch.writeBytes(ByteBuffer.allocate(4).putInt(message.length).array());
                batch.writeBytes(message);
            }
        }
        return batch.toByteArray();
    }

    /** The messages in a batch; fails if there are none or the last one is cut off. */
    static List<byte[]> split(Codec codec, byte[] batch) {
        List<byte[]> messages = codec.isText() ? splitText(batch) : splitBinary(ByteBuffer.wrap(batch));
        if (messages.isEmpty()) {
            throw new AssertionError("the router sent an empty batch");
        }
        return messages;
    }

    private static List<byte[]> splitText(byte[] batch) {
        List<byte[]> messages = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < batch.length; i++) {
            if (batch[i] == SEPARATOR) {
                messages.add(Arrays.copyOfRange(batch, from, i));
                from = i + 1;
            }
        }
        if (from != batch.length) {
            throw new AssertionError("the router's batch does not end with 0x1E");
        }
        return messages;
    }

    private static List<byte[]> splitBinary(ByteBuffer batch) {
        List<byte[]> messages = new ArrayList<>();
        while (batch.hasRemaining()) {
            int length = batch.remaining() < 4 ? -1 : batch.getInt();
            if (length < 0 || length > batch.remaining()) {
                throw new AssertionError("the router's batch is cut off: " + batch);
            }
            byte[] message = new byte[length];
            batch.get(message);
            messages.add(message);
        }
        return messages;
    }
}
