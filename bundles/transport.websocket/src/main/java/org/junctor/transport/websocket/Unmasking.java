package org.junctor.transport.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Takes off the mask of what peers send (RFC 6455, 5.3), eight octets at a time. */
final class Unmasking {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private Unmasking() {}

    /** The key for octets that stand {@code index} octets behind those that {@code key}, in little-endian order, is for. */
    static int shifted(int key, int index) {
        return Integer.rotateRight(key, index * Byte.SIZE);
    }

    /** Unmasks {@code length} octets where they are; {@code key} is the masking key in little-endian order. */
    static void inPlace(byte[] octets, int offset, int length, int key) {
        copy(octets, offset, octets, offset, length, key);
    }

    /** Unmasks {@code length} octets into another array, or within the same one to the same place. */
    static void copy(byte[] masked, int from, byte[] plain, int to, int length, int key) {
        long twice = (long) key << Integer.SIZE | (key & LOW_HALF);
        int whole = length & -Long.BYTES;
        for (int i = 0; i < whole; i += Long.BYTES) {
            EIGHT.set(plain, to + i, (long) EIGHT.get(masked, from + i) ^ twice);
        }
        for (int i = whole; i < length; i++) {
            plain[to + i] = (byte) (masked[from + i] ^ (key >>> (i % Integer.BYTES * Byte.SIZE)));
        }
    }
}
