package org.junctor.api.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** UTF-8 (RFC 3629): complete, in the shortest form, without surrogates. */
public final class Utf8 {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final char REPLACEMENT = '\ufffd';

    private Utf8() {}

    /** Index in {@code octets} of the first octet that does not begin a character; -1 if they are all UTF-8. */
    public static int invalid(byte[] octets, int offset, int length) {
        int end = offset + length;
        int at = skipAscii(octets, offset, end);
        while (at < end) {
            int size = sequence(octets, at, end);
            if (size == 0) {
                return at;
            }
            at += size;
            if (at < end && octets[at] >= 0) {
                at = skipAscii(octets, at, end);
            }
        }
        return -1;
    }

    /** Index of the first octet that is not ASCII: looks at 32 at a time, then at eight, then at each. */
    private static int skipAscii(byte[] octets, int from, int end) {
        int at = from;
        while (at <= end - 4 * Long.BYTES) {
            long four = (long) EIGHT.get(octets, at)
                    | (long) EIGHT.get(octets, at + Long.BYTES)
                    | (long) EIGHT.get(octets, at + 2 * Long.BYTES)
                    | (long) EIGHT.get(octets, at + 3 * Long.BYTES);
            if ((four & HIGH_BITS) != 0) {
                break;
            }
            at += 4 * Long.BYTES;
        }
        while (at <= end - Long.BYTES && ((long) EIGHT.get(octets, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < end && octets[at] >= 0) {
            at++;
        }
        return at;
    }

    /** A text as UTF-8. Half of a surrogate pair, which has none, becomes U+FFFD. */
    public static byte[] of(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (isHalf(text, i)) {
                return repaired(text).getBytes(StandardCharsets.UTF_8);
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String repaired(String text) {
        StringBuilder copy = new StringBuilder(text);
        for (int i = 0; i < copy.length(); i += Character.charCount(copy.codePointAt(i))) {
            if (isHalf(copy, i)) {
                copy.setCharAt(i, REPLACEMENT);
            }
        }
        return copy.toString();
    }

    private static boolean isHalf(CharSequence text, int at) {
        return Character.isSurrogate(text.charAt(at)) && Character.codePointAt(text, at) <= Character.MAX_VALUE;
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
