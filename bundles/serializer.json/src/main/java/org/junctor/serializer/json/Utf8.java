package org.junctor.serializer.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.junctor.api.message.ProtocolViolation;

/** Checks of octets and strings that the parser does not make. */
final class Utf8 {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final byte[] BINARY_MARK = {'"', '\\', 'u', '0', '0', '0', '0'};

    private Utf8() {}

    /**
     * Index of the bracket that opens the message.
     *
     * @throws ProtocolViolation if the octets are not UTF-8, or begin with something else (a byte order mark, UTF-16 …)
     */
    static int startOfList(byte[] octets, int offset, int length) throws ProtocolViolation {
        int end = offset + length;
        check(octets, offset, end);
        int start = skipSpace(octets, offset, end);
        if (start == end) {
            throw new ProtocolViolation("the message is empty");
        }
        if (octets[start] != '[') {
            throw new ProtocolViolation("a message must be a JSON list, not begin with octet 0x"
                    + Integer.toHexString(octets[start] & 0xff));
        }
        // The parser guesses other encodings from zeros in the first four octets.
        for (int i = start; i < Math.min(start + 4, end); i++) {
            if (octets[i] == 0) {
                throw new ProtocolViolation("a message must be UTF-8: octet " + (i - offset) + " is zero");
            }
        }
        return start;
    }

    /** Index of the value that follows a comma; {@code end} if there is none. */
    static int behindComma(byte[] octets, int from, int end) {
        int comma = skipSpace(octets, from, end);
        return comma == end ? end : skipSpace(octets, comma + 1, end);
    }

    /** Whether a string token begins with U+0000, which marks binary. */
    static boolean isBinary(byte[] octets, int start) {
        for (int i = 0; i < BINARY_MARK.length; i++) {
            if (start + i >= octets.length || octets[start + i] != BINARY_MARK[i]) {
                return false;
            }
        }
        return true;
    }

    /** The text itself, if every surrogate in it has its other half (the parser takes {@code \\ud800} alone). */
    static String checkSurrogates(String text) throws ProtocolViolation {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new ProtocolViolation("a string holds half of a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

    private static int skipSpace(byte[] octets, int from, int end) {
        int at = from;
        while (at < end && (octets[at] == ' ' || octets[at] == '\n' || octets[at] == '\r' || octets[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static void check(byte[] octets, int offset, int end) throws ProtocolViolation {
        int at = offset;
        while (at < end) {
            if (at + Long.BYTES <= end && ((long) EIGHT.get(octets, at) & HIGH_BITS) == 0) {
                at += Long.BYTES;
            } else if (octets[at] >= 0) {
                at++;
            } else {
                int size = sequence(octets, at, end);
                if (size == 0) {
                    throw new ProtocolViolation("not UTF-8 at octet " + (at - offset));
                }
                at += size;
            }
        }
    }

    /** Size of the multi-octet sequence at {@code at} (Unicode standard, table 3-7); 0 if it is none. */
    private static int sequence(byte[] octets, int at, int end) {
        int first = octets[at] & 0xff;
        int size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (first < 0xc2 || first > 0xf4 || at + size > end) {
            return 0;
        }
        int second = octets[at + 1] & 0xff;
        int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = 2; i < size; i++) {
            if ((octets[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return size;
    }
}
