package org.junctor.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/** Cuts what arrives on a RawSocket connection into frames. Its buffer grows with what came, and not by what a header claims. */
final class RawSocketReader {
    private static final int FIRST = 16 << 10;
    private static final int KEPT = 64 << 10;
    private static final int HEADER = 4;
    private static final int RESERVED_BITS = 0xF0;
    private static final int TYPE_BITS = 0x07;

    private byte[] octets = new byte[FIRST];
    private int start;
    private int end;

    /** Takes one frame: its octets are lent. */
    @FunctionalInterface
    interface Sink {
        void frame(int type, byte[] octets, int offset, int length) throws IOException;
    }

    /** Reads once; a negative number at the end of the stream. */
    int fill(ReadableByteChannel socket) throws IOException {
        if (end == octets.length) {
            makeRoom();
        }
        int read = socket.read(ByteBuffer.wrap(octets, end, octets.length - end));
        end += Math.max(read, 0);
        return read;
    }

    private void makeRoom() {
        byte[] roomy = start > 0 ? octets : new byte[octets.length * 2];
        System.arraycopy(octets, start, roomy, 0, end - start);
        octets = roomy;
        end -= start;
        start = 0;
    }

    /** Forgets what came. */
    void discard() {
        start = 0;
        end = 0;
    }

    /** The four octets of the handshake, or none if they are not all there yet. */
    byte[] handshake() {
        if (end - start < HEADER) {
            return new byte[0];
        }
        byte[] taken = Arrays.copyOfRange(octets, start, start + HEADER);
        start += HEADER;
        return taken;
    }

    /**
     * Gives the next whole frame to {@code sink}.
     *
     * @return false if there is none yet
     * @throws IOException if this is not RawSocket
     */
    boolean next(Sink sink) throws IOException {
        if (end - start < HEADER) {
            return false;
        }
        int first = octets[start] & 0xFF;
        int length = (octets[start + 1] & 0xFF) << 16 | (octets[start + 2] & 0xFF) << 8 | (octets[start + 3] & 0xFF);
        boolean extended = (first & RawSocketFraming.EXTENDED) != 0;
        if ((first & RESERVED_BITS) != 0 || (first & TYPE_BITS) > RawSocketFraming.PONG || (extended && length != 0)) {
            throw new IOException("the router sent a frame with reserved bits: " + Integer.toHexString(first));
        }
        if (extended) {
            length = RawSocketFraming.LONGEST;
        }
        if (end - start - HEADER < length) {
            return false;
        }
        int offset = start + HEADER;
        start = offset + length;
        sink.frame(first & TYPE_BITS, octets, offset, length);
        if (start == end) {
            start = 0;
            end = 0;
            octets = octets.length > KEPT ? new byte[FIRST] : octets;
        }
        return true;
    }
}
