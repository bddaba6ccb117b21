package org.junctor.transport.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks that octets are UTF-8, piece by piece: no overlong forms, no surrogates, nothing above U+10FFFF. Eight octets of ASCII at a
 * time. Not thread-safe.
 */
final class Utf8Check {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final int CONTINUATION_MIN = 0x80;
    private static final int CONTINUATION_MAX = 0xBF;

    /** How many continuation octets are still missing. */
    private int missing;

    /** Bounds of the next one, which for some first octets are narrower than usual. */
    private int min = CONTINUATION_MIN;

    private int max = CONTINUATION_MAX;

    /** Goes on with a piece; false if it, behind what came before, is not the beginning of UTF-8. */
    boolean accepts(byte[] octets, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (missing == 0) {
                at = skipAscii(octets, at, end);
                if (at == end) {
                    return true;
                }
            }
            if (!acceptsOne(octets[at] & 0xFF)) {
                return false;
            }
            at++;
        }
        return true;
    }

    /** Whether what came so far ends with a whole character. */
    boolean complete() {
        return missing == 0;
    }

    private static int skipAscii(byte[] octets, int from, int end) {
        int at = from;
        while (end - at >= Long.BYTES && ((long) LONGS.get(octets, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < end && octets[at] >= 0) {
            at++;
        }
        return at;
    }

    private boolean acceptsOne(int octet) {
        if (missing > 0) {
            boolean fits = octet >= min && octet <= max;
            min = CONTINUATION_MIN;
            max = CONTINUATION_MAX;
            missing--;
            return fits;
        }
        return octet < CONTINUATION_MIN || startsSequence(octet);
    }

    /** Table 3-7 of the Unicode standard: well-formed UTF-8 byte sequences. */
    private boolean startsSequence(int octet) {
        if (octet < 0xC2 || octet > 0xF4) {
            return false;
        }
        missing = octet < 0xE0 ? 1 : octet < 0xF0 ? 2 : 3;
        switch (octet) {
            case 0xE0 -> min = 0xA0;
            case 0xED -> max = 0x9F;
            case 0xF0 -> min = 0x90;
            case 0xF4 -> max = 0x8F;
            default -> {}
        }
        return true;
    }
}
