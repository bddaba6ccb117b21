package org.junctor.serializer.msgpack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.wire.Utf8;

/**
 * A position in MessagePack. Each method reads one thing and stops behind it, so that whoever needs the octets themselves knows
 * where they begin and end. What a length claims is compared with what is there before anything is made of it.
 */
final class MsgpackReader {
    static final int NIL = 0xc0;
    static final int FALSE = 0xc2;
    static final int TRUE = 0xc3;
    static final int BINARY_8 = 0xc4;
    static final int EXTENSION_8 = 0xc7;
    static final int FLOAT_32 = 0xca;
    static final int FLOAT_64 = 0xcb;
    static final int UNSIGNED_8 = 0xcc;
    static final int UNSIGNED_64 = 0xcf;
    static final int SIGNED_8 = 0xd0;
    static final int SIGNED_64 = 0xd3;
    static final int FIXED_EXTENSION_1 = 0xd4;
    static final int TEXT_8 = 0xd9;
    static final int LIST_16 = 0xdc;
    static final int DICT_16 = 0xde;
    static final int NEGATIVE = 0xe0;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] octets;
    private final int start;
    private final int end;
    private final int maxDepth;
    private int at;
    private int depth;

    MsgpackReader(byte[] octets, int offset, int length, int maxDepth) {
        this.octets = octets;
        this.start = offset;
        this.end = offset + length;
        this.maxDepth = maxDepth;
        this.at = offset;
    }

    /** What a value is: told by its first octet. */
    enum Type {
        NIL,
        BOOL,
        INTEGER,
        FLOAT,
        TEXT,
        BINARY,
        LIST,
        DICT,
        EXTENSION
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

    /** The type of the next value. */
    Type type() throws ProtocolViolation {
        int first = next();
        if (first < 0x80 || first >= NEGATIVE) {
            return Type.INTEGER;
        } else if (first < NIL) {
            return first < 0x90 ? Type.DICT : first < 0xa0 ? Type.LIST : Type.TEXT;
        }
        return switch (first) {
            case NIL -> Type.NIL;
            case FALSE, TRUE -> Type.BOOL;
            case BINARY_8, BINARY_8 + 1, BINARY_8 + 2 -> Type.BINARY;
            case FLOAT_32, FLOAT_64 -> Type.FLOAT;
            case TEXT_8, TEXT_8 + 1, TEXT_8 + 2 -> Type.TEXT;
            case LIST_16, LIST_16 + 1 -> Type.LIST;
            case DICT_16, DICT_16 + 1 -> Type.DICT;
            case 0xc1 -> throw malformed("octet 0xc1 begins nothing");
            default -> first >= UNSIGNED_8 && first <= SIGNED_64 ? Type.INTEGER : Type.EXTENSION;
        };
    }

    /** Reads the extension that encoders in JavaScript write for {@code undefined}: type 0, one octet 0. */
    boolean takeUndefined() {
        if (end - at < 3 || (octets[at] & 0xff) != FIXED_EXTENSION_1 || octets[at + 1] != 0 || octets[at + 2] != 0) {
            return false;
        }
        at += 3;
        return true;
    }

    /** Begins a list: how many elements it has. */
    int enterList() throws ProtocolViolation {
        int first = next();
        return enter(first < 0xa0 ? fixed(0xf) : length(first - LIST_16 + 1), 1);
    }

    /** Begins a dict: how many keys it has. */
    int enterDict() throws ProtocolViolation {
        int first = next();
        return enter(first < 0x90 ? fixed(0xf) : length(first - DICT_16 + 1), 2);
    }

    /** The innermost list or dict has ended. */
    void leave() {
        depth--;
    }

    /** Reads nil or a bool. */
    boolean simple() {
        return (octets[at++] & 0xff) == TRUE;
    }

    /** Reads an integer; as its 64 bits if it is 2^63 or more, which {@link #UNSIGNED_64} alone can be. */
    long integer() throws ProtocolViolation {
        int first = next();
        at++;
        if (first < 0x80 || first >= NEGATIVE) {
            return (byte) first;
        }
        int size = 1 << ((first - UNSIGNED_8) & 3);
        need(size);
        at += size;
        return switch (first) {
            case UNSIGNED_8 -> octets[at - 1] & 0xff;
            case UNSIGNED_8 + 1 -> (short) SHORT.get(octets, at - 2) & 0xffff;
            case UNSIGNED_8 + 2 -> (int) INT.get(octets, at - 4) & 0xffffffffL;
            case SIGNED_8 -> octets[at - 1];
            case SIGNED_8 + 1 -> (short) SHORT.get(octets, at - 2);
            case SIGNED_8 + 2 -> (int) INT.get(octets, at - 4);
            default -> (long) LONG.get(octets, at - 8);
        };
    }

    /** Reads a float. */
    double real() throws ProtocolViolation {
        boolean twice = next() == FLOAT_64;
        at++;
        int size = twice ? 8 : 4;
        need(size);
        at += size;
        return twice
                ? Double.longBitsToDouble((long) LONG.get(octets, at - 8))
                : Float.intBitsToFloat((int) INT.get(octets, at - 4));
    }

    /** Reads a string. */
    String text() throws ProtocolViolation {
        int length = skipText();
        return new String(octets, at - length, length, StandardCharsets.UTF_8);
    }

    /** Reads a binary value. */
    byte[] binary() throws ProtocolViolation {
        int length = skipBinary();
        return Arrays.copyOfRange(octets, at - length, at);
    }

    /** Reads one value without making anything of it. Recursion ends at the depth limit. */
    void skip() throws ProtocolViolation {
        switch (type()) {
            case NIL, BOOL -> at++;
            case INTEGER -> integer();
            case FLOAT -> real();
            case TEXT -> skipText();
            case BINARY -> skipBinary();
            case EXTENSION -> skipExtension();
            case LIST -> {
                for (int left = enterList(); left > 0; left--) {
                    skip();
                }
                leave();
            }
            case DICT -> {
                for (int left = enterDict(); left > 0; left--) {
                    skip();
                    skip();
                }
                leave();
            }
        }
    }

    /** Nothing may follow. */
    void end() throws ProtocolViolation {
        if (at < end) {
            throw malformed("there is more behind the end");
        }
    }

    private int skipText() throws ProtocolViolation {
        int first = next();
        int length = (int) need(first < NIL ? fixed(0x1f) : length(first - TEXT_8));
        if (Utf8.invalid(octets, at, length) >= 0) {
            throw malformed("a string is not UTF-8");
        }
        at += length;
        return length;
    }

    private int skipBinary() throws ProtocolViolation {
        int length = (int) need(length(next() - BINARY_8));
        at += length;
        return length;
    }

    private void skipExtension() throws ProtocolViolation {
        int first = next();
        long length = first >= FIXED_EXTENSION_1
                ? fixed(0) + (1L << (first - FIXED_EXTENSION_1))
                : length(first - EXTENSION_8);
        at += (int) need(length + 1); // its type comes before its octets
    }

    private int enter(long size, int octetsEach) throws ProtocolViolation {
        if (++depth > maxDepth) {
            throw new ProtocolViolation("lists and dicts are nested deeper than " + maxDepth);
        }
        need(size * octetsEach);
        return (int) size;
    }

    /** Reads a first octet whose lower bits are a length. */
    private int fixed(int mask) {
        return octets[at++] & mask;
    }

    /** Reads a first octet and the length behind it, which has 2 to the power of {@code width} octets. */
    private long length(int width) throws ProtocolViolation {
        need(1 + (1L << width));
        at += 1 + (1 << width);
        return switch (width) {
            case 0 -> octets[at - 1] & 0xff;
            case 1 -> (short) SHORT.get(octets, at - 2) & 0xffff;
            default -> (int) INT.get(octets, at - 4) & 0xffffffffL;
        };
    }

    /** So many octets must be there. */
    private long need(long size) throws ProtocolViolation {
        if (size > end - at) {
            throw malformed("it ends where " + size + " more octets are announced");
        }
        return size;
    }

    private ProtocolViolation malformed(String problem) {
        return new ProtocolViolation("malformed MessagePack at octet " + (at - start) + ": " + problem);
    }
}
