package org.junctor.serializer.flatbuffers;

/** Finds where one value of CBOR ends that was checked before (RFC 8949, section 3). */
final class CborItem {
    /** The major type of binary values. */
    static final int OCTETS = 2;

    private static final int TEXT = 3;
    private static final int LIST = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;
    private static final int BREAK = 0xff;
    private static final int INDEFINITE = 31;
    private static final int ONE_OCTET = 24;

    private final byte[] octets;
    private int at;

    private CborItem(byte[] octets, int at) {
        this.octets = octets;
        this.at = at;
    }

    /** Index behind the value that begins at {@code start}. */
    static int end(byte[] octets, int start) {
        CborItem item = new CborItem(octets, start);
        item.skip();
        return item.at;
    }

    /** Recursion ends at the depth that was checked. */
    private void skip() {
        int head = octets[at++] & 0xff;
        int majorType = head >> 5;
        int info = head & 0x1f;
        if (info == INDEFINITE) {
            while ((octets[at] & 0xff) != BREAK) {
                skip();
            }
            at++;
            return;
        }
        long argument = argument(info);
        switch (majorType) {
            case OCTETS, TEXT -> at += (int) argument;
            case LIST -> skip(argument);
            case MAP -> skip(2 * argument);
            case TAG -> skip();
            default -> {} // integers and simple values are their heads
        }
    }

    private void skip(long count) {
        for (long i = 0; i < count; i++) {
            skip();
        }
    }

    private long argument(int info) {
        if (info < ONE_OCTET) {
            return info;
        }
        long value = 0;
        for (int i = 1 << (info - ONE_OCTET); i > 0; i--) {
            value = value << Byte.SIZE | (octets[at++] & 0xff);
        }
        return value;
    }
}
