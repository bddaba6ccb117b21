package org.junctor.serializer.msgpack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import org.junctor.api.serializer.SizedWriter;
import org.junctor.api.wire.WriteBuffer;

/** Writes heads and values as MessagePack, each integer and length in as few octets as it takes. */
final class MsgpackWriter extends SizedWriter {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    MsgpackWriter(WriteBuffer out) {
        super(out, MsgpackSerializer.FORMAT);
    }

    @Override
    public void nil() {
        count();
        out.put(MsgpackReader.NIL);
    }

    @Override
    public void bool(boolean value) {
        count();
        out.put(value ? MsgpackReader.TRUE : MsgpackReader.FALSE);
    }

    @Override
    public void integer(long value) {
        count();
        if (value >= -32 && value < 0x80) {
            out.put((int) value);
        } else if (value >= 0) {
            put(
                    MsgpackReader.UNSIGNED_8,
                    value < 0x100 ? 0 : value < 0x1_0000 ? 1 : value < 0x1_0000_0000L ? 2 : 3,
                    value);
        } else {
            int width = value >= Byte.MIN_VALUE ? 0 : value >= Short.MIN_VALUE ? 1 : value >= Integer.MIN_VALUE ? 2 : 3;
            put(MsgpackReader.SIGNED_8, width, value);
        }
    }

    @Override
    public void bigInteger(BigInteger value) {
        count();
        put(MsgpackReader.UNSIGNED_8, 3, value.longValue());
    }

    @Override
    public void real(double value) {
        count();
        put(MsgpackReader.FLOAT_64 - 3, 3, Double.doubleToLongBits(value));
    }

    @Override
    protected void textHeader(int length) {
        if (length < 0x20) {
            out.put(0xa0 | length);
        } else {
            put(MsgpackReader.TEXT_8, width(length), length);
        }
    }

    @Override
    protected void binaryHeader(int length) {
        put(MsgpackReader.BINARY_8, width(length), length);
    }

    @Override
    protected int headerLength(int size) {
        return size < 0x10 ? 1 : size < 0x1_0000 ? 3 : 5;
    }

    @Override
    protected void header(boolean dict, int size, byte[] array, int at) {
        if (size < 0x10) {
            array[at] = (byte) ((dict ? 0x80 : 0x90) | size);
            return;
        }
        int first = dict ? MsgpackReader.DICT_16 : MsgpackReader.LIST_16;
        if (size < 0x1_0000) {
            array[at] = (byte) first;
            SHORT.set(array, at + 1, (short) size);
        } else {
            array[at] = (byte) (first + 1);
            INT.set(array, at + 1, size);
        }
    }

    private static int width(int length) {
        return length < 0x100 ? 0 : length < 0x1_0000 ? 1 : 2;
    }

    /** Writes the first octet of a family of four, and the value in 2 to the power of {@code width} octets. */
    private void put(int family, int width, long value) {
        out.reserve(1 + Long.BYTES);
        byte[] array = out.array();
        int at = out.end();
        array[at] = (byte) (family + width);
        switch (width) {
            case 0 -> array[at + 1] = (byte) value;
            case 1 -> SHORT.set(array, at + 1, (short) value);
            case 2 -> INT.set(array, at + 1, (int) value);
            default -> LONG.set(array, at + 1, value);
        }
        out.advance(1 + (1 << width));
    }
}
