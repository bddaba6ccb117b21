package org.junctor.serializer.ubjson;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.junctor.api.message.Format;
import org.junctor.api.wire.WriteBuffer;

/** The two encodings that go by the name of UBJSON in WAMP. */
enum Dialect {
    /** UBJSON draft 12: most significant octet first, binary as a list of type {@code U}. */
    UBJSON('U'),

    /** Binary JData: least significant octet first, unsigned types beside the signed ones, binary as a list of type {@code B}. */
    BJDATA('B');

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final Format PLAIN_FORMAT = Format.of("ubjson");
    private static final Format BJDATA_FORMAT = Format.of("bjdata");

    private final int binaryType;

    Dialect(int binaryType) {
        this.binaryType = binaryType;
    }

    /** The dialect of this name in the configuration. */
    static Dialect of(String name) {
        for (Dialect dialect : values()) {
            if (dialect.format().name().equals(name)) {
                return dialect;
            }
        }
        throw new IllegalArgumentException(
                "org.junctor.serializer.ubjson: dialect must be bjdata or ubjson, not '" + name + "'");
    }

    Format format() {
        return this == UBJSON ? PLAIN_FORMAT : BJDATA_FORMAT;
    }

    Dialect other() {
        return this == UBJSON ? BJDATA : UBJSON;
    }

    /** The type of a list that is a binary value. */
    int binaryType() {
        return binaryType;
    }

    /**
     * How many octets stand behind a marker whose values all have the same size; 0 for all other markers, those included that only
     * the other dialect has.
     */
    int size(int marker) {
        return switch (marker) {
            case 'i', 'U', 'C' -> 1;
            case 'I' -> Short.BYTES;
            case 'l', 'd' -> Integer.BYTES;
            case 'L', 'D' -> Long.BYTES;
            default -> this == BJDATA ? sizeInBjdata(marker) : 0;
        };
    }

    private static int sizeInBjdata(int marker) {
        return switch (marker) {
            case 'B' -> 1;
            case 'u', 'h' -> Short.BYTES;
            case 'm' -> Integer.BYTES;
            case 'M' -> Long.BYTES;
            default -> 0;
        };
    }

    int int16(byte[] octets, int at) {
        short value = (short) SHORT.get(octets, at);
        return this == UBJSON ? Short.reverseBytes(value) : value;
    }

    int int32(byte[] octets, int at) {
        int value = (int) INT.get(octets, at);
        return this == UBJSON ? Integer.reverseBytes(value) : value;
    }

    long int64(byte[] octets, int at) {
        long value = (long) LONG.get(octets, at);
        return this == UBJSON ? Long.reverseBytes(value) : value;
    }

    /** Appends a marker and the low octets of a value. */
    void put(WriteBuffer out, int marker, long value) {
        out.reserve(1 + Long.BYTES);
        byte[] array = out.array();
        int at = out.end();
        array[at] = (byte) marker;
        int size = size(marker);
        if (size == 1) {
            array[at + 1] = (byte) value;
        } else if (size == Short.BYTES) {
            SHORT.set(array, at + 1, this == UBJSON ? Short.reverseBytes((short) value) : (short) value);
        } else if (size == Integer.BYTES) {
            INT.set(array, at + 1, this == UBJSON ? Integer.reverseBytes((int) value) : (int) value);
        } else {
            LONG.set(array, at + 1, this == UBJSON ? Long.reverseBytes(value) : value);
        }
        out.advance(1 + size);
    }
}
