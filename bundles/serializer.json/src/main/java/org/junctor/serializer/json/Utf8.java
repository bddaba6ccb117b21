package org.junctor.serializer.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.junctor.api.message.ProtocolViolation;

/** Checks of octets and characters, before and after JSON is read. */
final class Utf8 {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final byte[] BINARY_MARK = {'"', '\\', 'u', '0', '0', '0', '0'};

    private Utf8() {}

    /**
     * Checks that octets are UTF-8 (RFC 3629): complete, in the shortest form, without surrogates.
     */
    static void check(byte[] octets, int offset, int length) throws ProtocolViolation {
        int end = offset + length;
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

    /** Whether a string token begins with U+0000, which marks binary. */
    static boolean isBinary(byte[] octets, int start) {
        for (int i = 0; i < BINARY_MARK.length; i++) {
            if (start + i >= octets.length || octets[start + i] != BINARY_MARK[i]) {
                return false;
            }
        }
        return true;
    }

    /** The text itself, if every surrogate in it has its other half ({@code \\ud800} alone is good JSON, but no text). */
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
