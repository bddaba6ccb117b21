package org.junctor.transport.websocket;

import java.nio.ByteBuffer;

/** The octets of a buffer as an array: in place where they are on the heap. */
final class Octets {
    private Octets() {}

    /** The array, which starts to count for this buffer at {@link #offset}. */
    @SuppressWarnings("ByteBufferBackingArray") // its callers ask for the offset too
    static byte[] array(ByteBuffer buffer) {
        if (buffer.hasArray()) {
            return buffer.array();
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(buffer.position(), copy);
        return copy;
    }

    static int offset(ByteBuffer buffer) {
        return buffer.hasArray() ? buffer.arrayOffset() + buffer.position() : 0;
    }
}
