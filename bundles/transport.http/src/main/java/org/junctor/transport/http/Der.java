package org.junctor.transport.http;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** As much of DER as it takes to put older forms of private keys into the one that Java reads (PKCS#8, RFC 5208). */
final class Der {
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xA0;

    private static final byte[] VERSION_0 = {INTEGER, 1, 0};
    /** 1.2.840.113549.1.1.1 and its parameters, NULL. */
    private static final byte[] RSA = {
        0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    /** 1.2.840.10045.2.1; its parameters name the curve. */
    private static final byte[] EC = {0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01};

    private Der() {}

    /** A key as of PKCS#1 (RFC 8017, A.1.2). */
    static byte[] pkcs8OfRsa(byte[] pkcs1) {
        return pkcs8(RSA, pkcs1);
    }

    /** A key as of RFC 5915, which must name its curve. */
    static byte[] pkcs8OfEc(byte[] sec1) {
        int at = header(sec1, 0, SEQUENCE)[0];
        while (at < sec1.length) {
            int tag = sec1[at] & 0xFF;
            int[] content = header(sec1, at, tag);
            if (tag == PARAMETERS) {
                byte[] curve = Arrays.copyOfRange(sec1, content[0], content[1]);
                return pkcs8(joined(EC, curve), sec1);
            }
            at = content[1];
        }
        throw new IllegalArgumentException("it does not name its curve: convert it with openssl pkcs8 -topk8 -nocrypt");
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return value(SEQUENCE, joined(VERSION_0, value(SEQUENCE, algorithm), value(OCTET_STRING, key)));
    }

    /** Where the content of the value at an index begins, and where it ends. */
    private static int[] header(byte[] octets, int at, int tag) {
        if (at + 1 >= octets.length || (octets[at] & 0xFF) != tag) {
            throw new IllegalArgumentException("its DER is damaged");
        }
        int length = octets[at + 1] & 0xFF;
        int begin = at + 2;
        if (length > 0x80) {
            int count = length - 0x80;
            length = 0;
            for (int i = 0; i < count && begin < octets.length && length < 1 << 16; i++) {
                length = (length << 8) | (octets[begin++] & 0xFF);
            }
        }
        if (begin + length > octets.length) {
            throw new IllegalArgumentException("its DER is cut off");
        }
        return new int[] {begin, begin + length};
    }

    private static byte[] value(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
