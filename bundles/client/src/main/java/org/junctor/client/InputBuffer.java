package org.junctor.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What arrived on a connection and was not used yet. It grows with what came, and not by what a header claims. */
final class InputBuffer {
    private static final int FIRST = 16 << 10;
    private static final int KEPT = 64 << 10;

    private byte[] octets = new byte[FIRST];
    private int start;
    private int end;

    /** Reads once; a negative number at the end of the stream. */
    int fill(Stream socket) throws IOException {
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

    /** How many octets there are. */
    int available() {
        return end - start;
    }

    /** The octet at {@code index}, counted from the first one that was not used. */
    int peek(int index) {
        return octets[start + index] & 0xFF;
    }

    /** The array in which {@link #use} found its octets. */
    byte[] array() {
        return octets;
    }

    /** Uses {@code count} octets, and says where in {@link #array()} they begin; they are valid until the next {@link #fill}. */
    int use(int count) {
        int offset = start;
        start += count;
        return offset;
    }

    /** Gives memory back that one long message needed. Nothing that {@link #use} gave may be in use any more. */
    void settle() {
        if (start == end) {
            start = 0;
            end = 0;
            octets = octets.length > KEPT ? new byte[FIRST] : octets;
        }
    }
}
