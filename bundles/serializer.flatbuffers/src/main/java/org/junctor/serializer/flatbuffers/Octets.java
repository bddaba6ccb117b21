package org.junctor.serializer.flatbuffers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.wire.Utf8;

/**
 * The octets of one message. Nothing is read outside of them. Offsets lead forward only, so that there are no circles; and because
 * any number of them may lead to the same string, all that is copied together must not be larger than the message.
 */
final class Octets {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] array;
    private final int start;
    private final int end;
    private int allowance;

    Octets(byte[] array, int offset, int length) {
        this.array = array;
        this.start = offset;
        this.end = offset + length;
        this.allowance = length;
    }

    byte[] array() {
        return array;
    }

    /** Index of the first octet. */
    int start() {
        return start;
    }

    /** Checks that so many octets are there from {@code at} on, and answers where that is. */
    int check(long at, long length) throws ProtocolViolation {
        if (at < start || length > end - at) {
            throw malformed("an offset or a length leads out of the message");
        }
        return (int) at;
    }

    int uint8(int at) throws ProtocolViolation {
        return array[check(at, 1)] & 0xff;
    }

    int uint16(int at) throws ProtocolViolation {
        return (short) SHORT.get(array, check(at, Short.BYTES)) & 0xffff;
    }

    int int32(int at) throws ProtocolViolation {
        return (int) INT.get(array, check(at, Integer.BYTES));
    }

    long uint32(int at) throws ProtocolViolation {
        return Integer.toUnsignedLong(int32(at));
    }

    long int64(int at) throws ProtocolViolation {
        return (long) LONG.get(array, check(at, Long.BYTES));
    }

    /** Where the offset at {@code at} leads to. */
    int follow(int at) throws ProtocolViolation {
        return check(at + uint32(at), Integer.BYTES);
    }

    /** How many elements the vector at {@code at} has: not more than there is room for. */
    int count(int at, int elementOctets) throws ProtocolViolation {
        long count = uint32(at);
        check(at + (long) Integer.BYTES, count * elementOctets);
        spend(count);
        return (int) count;
    }

    /** The string at {@code at}. */
    String text(int at) throws ProtocolViolation {
        int length = (int) uint32(at);
        int from = check(at + (long) Integer.BYTES, uint32(at));
        spend(length);
        int invalid = Utf8.invalid(array, from, length);
        if (invalid >= 0) {
            throw new ProtocolViolation("not UTF-8 at octet " + (invalid - start));
        }
        return new String(array, from, length, StandardCharsets.UTF_8);
    }

    ProtocolViolation malformed(String problem) {
        return new ProtocolViolation("malformed FlatBuffers: " + problem);
    }

    private void spend(long octets) throws ProtocolViolation {
        allowance -= (int) octets;
        if (allowance < 0) {
            throw malformed("parts are used several times, and together larger than the message");
        }
    }
}
