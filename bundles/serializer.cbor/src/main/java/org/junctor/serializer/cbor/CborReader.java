package org.junctor.serializer.cbor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.wire.Utf8;

/**
 * A position in CBOR (RFC 8949). Each method reads one thing and stops behind it, so that whoever needs the octets themselves knows
 * where they begin and end. What a length claims is compared with what is there before anything is made of it.
 */
final class CborReader {
    /** Major types: the upper three bits of a first octet. */
    static final int UNSIGNED = 0;

    static final int NEGATIVE = 1;
    static final int BINARY = 2;
    static final int TEXT = 3;
    static final int LIST = 4;
    static final int DICT = 5;
    static final int TAG = 6;
    static final int SIMPLE = 7;

    static final int FALSE = 0xf4;
    static final int TRUE = 0xf5;
    static final int NULL = 0xf6;
    static final int UNDEFINED = 0xf7;
    static final int FLOAT_16 = 0xf9;
    static final int FLOAT_32 = 0xfa;
    static final int FLOAT_64 = 0xfb;

    /** A size that is known only when the list or dict ends. */
    static final long INDEFINITE = -1;

    /** The lower five bits of a first octet from which on they are no value, but say where it is. */
    private static final int FIRST_LONG = 24;

    private static final int FIRST_RESERVED = 28;
    private static final int NO_LENGTH = 31;
    private static final int BREAK = 0xff;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] octets;
    private final int start;
    private final int end;
    private final int maxDepth;
    private int at;
    private int depth;

    CborReader(byte[] octets, int offset, int length, int maxDepth) {
        this.octets = octets;
        this.start = offset;
        this.end = offset + length;
        this.maxDepth = maxDepth;
        this.at = offset;
    }

    /** Where the next octet is. */
    int at() {
        return at;
    }

    /** The next octet, which stays unread. */
    int next() throws ProtocolViolation {
        need(1);
        return octets[at] & 0xff;
    }

    /** The major type of the next value. */
    int major() throws ProtocolViolation {
        return next() >> 5;
    }

    /** Begins a list or dict: how many elements or keys it has, or {@link #INDEFINITE}. */
    long enter() throws ProtocolViolation {
        deeper();
        if ((next() & 0x1f) == NO_LENGTH) {
            at++;
            return INDEFINITE;
        }
        int octetsEach = major() == DICT ? 2 : 1;
        long size = argument();
        if (size < 0 || size > (end - at) / octetsEach) {
            throw malformed("a list or dict has more elements than there are octets");
        }
        return size;
    }

    /** Whether the list or dict that was begun with {@code left} elements has another; if not, it has ended. */
    boolean more(long left) throws ProtocolViolation {
        boolean more = left == INDEFINITE ? next() != BREAK : left > 0;
        if (!more) {
            at += left == INDEFINITE ? 1 : 0;
            depth--;
        }
        return more;
    }

    /** How many elements are left behind the next one. */
    static long less(long left) {
        return left == INDEFINITE ? INDEFINITE : left - 1;
    }

    /** Begins a tag: its number. What it stands before counts as nested in it. */
    long enterTag() throws ProtocolViolation {
        deeper();
        return argument();
    }

    /** What the innermost tag stands before has been read. */
    void leaveTag() {
        depth--;
    }

    /** Reads a first octet, and the argument that it holds or that is behind it. An unsigned number of 64 bits. */
    long argument() throws ProtocolViolation {
        int first = next();
        int info = first & 0x1f;
        return info < FIRST_LONG ? inline(info) : behind(info, first);
    }

    private long inline(int info) {
        at++;
        return info;
    }

    private long behind(int info, int first) throws ProtocolViolation {
        if (info >= FIRST_RESERVED) {
            throw malformed("octet 0x" + Integer.toHexString(first) + " begins nothing here");
        }
        int size = 1 << (info - FIRST_LONG);
        need(1 + size);
        at += 1 + size;
        return switch (size) {
            case 1 -> octets[at - 1] & 0xff;
            case 2 -> (short) SHORT.get(octets, at - 2) & 0xffff;
            case 4 -> (int) INT.get(octets, at - 4) & 0xffffffffL;
            default -> (long) LONG.get(octets, at - 8);
        };
    }

    /** Whether the next value is a float. */
    boolean atFloat() throws ProtocolViolation {
        int first = next();
        return first >= FLOAT_16 && first <= FLOAT_64;
    }

    /** Reads a float. */
    double real() throws ProtocolViolation {
        int first = next();
        long bits = argument();
        return switch (first) {
            case FLOAT_16 -> half((int) bits);
            case FLOAT_32 -> Float.intBitsToFloat((int) bits);
            default -> Double.longBitsToDouble(bits);
        };
    }

    /** Reads a string. */
    String text() throws ProtocolViolation {
        if ((next() & 0x1f) == NO_LENGTH) {
            return new String(chunks(), StandardCharsets.UTF_8);
        }
        int length = skipString();
        return new String(octets, at - length, length, StandardCharsets.UTF_8);
    }

    /** Reads a binary value. */
    byte[] binary() throws ProtocolViolation {
        if ((next() & 0x1f) == NO_LENGTH) {
            return chunks();
        }
        int length = skipString();
        return Arrays.copyOfRange(octets, at - length, at);
    }

    /** Reads one value without making anything of it. Recursion ends at the depth limit. */
    void skip() throws ProtocolViolation {
        int first = next();
        switch (first >> 5) {
            case UNSIGNED, NEGATIVE -> argument();
            case BINARY, TEXT -> {
                if ((first & 0x1f) == NO_LENGTH) {
                    skipChunks();
                } else {
                    skipString();
                }
            }
            case LIST -> skipAll(1);
            case DICT -> skipAll(2);
            case TAG -> {
                enterTag();
                skip();
                leaveTag();
            }
            default -> skipSimple();
        }
    }

    /** Nothing may follow. */
    void end() throws ProtocolViolation {
        if (at < end) {
            throw malformed("there is more behind the end");
        }
    }

    /** Reads a list or dict, whose elements are so many values each. */
    private void skipAll(int valuesEach) throws ProtocolViolation {
        long size = enter();
        if (size == INDEFINITE) {
            while (more(INDEFINITE)) {
                skip();
                if (valuesEach == 2) {
                    skip();
                }
            }
            return;
        }
        for (long left = size * valuesEach; left > 0; left--) {
            skip();
        }
        depth--;
    }

    /** Reads a simple value or a float. */
    private void skipSimple() throws ProtocolViolation {
        int first = next();
        long value = argument();
        if (first == ((SIMPLE << 5) | FIRST_LONG) && value < 32) {
            throw malformed("a simple value below 32 has a second octet");
        }
    }

    /** Reads a string or binary value whose length stands before it; the length. */
    private int skipString() throws ProtocolViolation {
        boolean text = major() == TEXT;
        long length = argument();
        if (length < 0 || length > end - at) {
            throw malformed("a string is longer than what is there");
        }
        if (text && Utf8.invalid(octets, at, (int) length) >= 0) {
            throw malformed("a string is not UTF-8");
        }
        at += (int) length;
        return (int) length;
    }

    /** Reads a string or binary value that comes in parts. */
    private byte[] chunks() throws ProtocolViolation {
        int first = at;
        byte[] whole = new byte[skipChunks()];
        int behind = at;
        at = first + 1;
        for (int filled = 0; filled < whole.length; ) {
            int length = skipString();
            System.arraycopy(octets, at - length, whole, filled, length);
            filled += length;
        }
        at = behind;
        return whole;
    }

    /** Reads one without making anything of it; the length of all parts together. */
    private int skipChunks() throws ProtocolViolation {
        int major = major();
        at++;
        int length = 0;
        while (next() != BREAK) {
            if (major() != major) {
                throw malformed("a part of a string is of another type");
            }
            length += skipString();
        }
        at++;
        return length;
    }

    private void deeper() throws ProtocolViolation {
        if (++depth > maxDepth) {
            throw new ProtocolViolation("lists, dicts and tags are nested deeper than " + maxDepth);
        }
    }

    /** So many octets must be there. */
    private void need(int size) throws ProtocolViolation {
        if (size > end - at) {
            throw malformed("it ends where a value should be");
        }
    }

    /** A float of 16 bits (RFC 8949, appendix D). */
    private static double half(int bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double value =
                switch (exponent) {
                    case 0 -> Math.scalb((double) fraction, -24);
                    case 31 -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
                    default -> Math.scalb((double) (fraction + 1024), exponent - 25);
                };
        return (bits & 0x8000) == 0 ? value : -value;
    }

    private ProtocolViolation malformed(String problem) {
        return new ProtocolViolation("malformed CBOR at octet " + (at - start) + ": " + problem);
    }
}
