package org.junctor.serializer.cbor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import org.junctor.api.serializer.SizedWriter;
import org.junctor.api.wire.WriteBuffer;

/** Writes heads and values as CBOR of definite lengths, each integer and length in as few octets as it takes. */
final class CborWriter extends SizedWriter {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    CborWriter(WriteBuffer out) {
        super(out, CborSerializer.FORMAT);
    }

    @Override
    public void nil() {
        count();
        out.put(CborReader.NULL);
    }

    @Override
    public void bool(boolean value) {
        count();
        out.put(value ? CborReader.TRUE : CborReader.FALSE);
    }

    @Override
    public void integer(long value) {
        count();
        if (value >= 0) {
            append(CborReader.UNSIGNED, value);
        } else {
            append(CborReader.NEGATIVE, ~value);
        }
    }

    @Override
    public void bigInteger(BigInteger value) {
        count();
        append(CborReader.UNSIGNED, value.longValue());
    }

    @Override
    public void real(double value) {
        count();
        out.reserve(1 + Long.BYTES);
        out.array()[out.end()] = (byte) CborReader.FLOAT_64;
        LONG.set(out.array(), out.end() + 1, Double.doubleToLongBits(value));
        out.advance(1 + Long.BYTES);
    }

    @Override
    protected void textHeader(int length) {
        append(CborReader.TEXT, length);
    }

    @Override
    protected void binaryHeader(int length) {
        append(CborReader.BINARY, length);
    }

    @Override
    protected int headerLength(int size) {
        return length(size);
    }

    @Override
    protected void header(boolean dict, int size, byte[] array, int at) {
        put(dict ? CborReader.DICT : CborReader.LIST, size, array, at);
    }

    private void append(int major, long argument) {
        out.reserve(1 + Long.BYTES);
        put(major, argument, out.array(), out.end());
        out.advance(length(argument));
    }

    /** How many octets a head with this argument has; below 0 it stands for 2^63 and more. */
    private static int length(long argument) {
        if (argument < 0) {
            return 9;
        }
        return argument < 24 ? 1 : argument < 0x100 ? 2 : argument < 0x1_0000 ? 3 : argument < 0x1_0000_0000L ? 5 : 9;
    }

    private static void put(int major, long argument, byte[] array, int at) {
        int type = major << 5;
        switch (length(argument)) {
            case 1 -> array[at] = (byte) (type | argument);
            case 2 -> {
                array[at] = (byte) (type | 24);
                array[at + 1] = (byte) argument;
            }
            case 3 -> {
                array[at] = (byte) (type | 25);
                SHORT.set(array, at + 1, (short) argument);
            }
            case 5 -> {
                array[at] = (byte) (type | 26);
                INT.set(array, at + 1, (int) argument);
            }
            default -> {
                array[at] = (byte) (type | 27);
                LONG.set(array, at + 1, argument);
            }
        }
    }
}
