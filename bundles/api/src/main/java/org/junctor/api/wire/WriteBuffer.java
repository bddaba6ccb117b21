package org.junctor.api.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing array of octets that one message is encoded into. It keeps {@value #HEADROOM} octets free before the message, so that
 * a {@link Framing} can put its header there without moving it. Not thread-safe: it belongs to the thread that encodes, which
 * usually keeps one and {@link #clear() clears} it before each message.
 */
public final class WriteBuffer {
    /** Octets that are free before the first one written, for the header of a {@link Framing}. */
    public static final int HEADROOM = 16;

    /** Room that is made beside what is asked for: after the payload of a message a bracket may follow. */
    private static final int TAIL = 48;

    private byte[] array;
    private int start = HEADROOM;
    private int end = HEADROOM;

    /** A buffer that first holds {@code capacity} octets, and grows when more are written. */
    public WriteBuffer(int capacity) {
        array = new byte[HEADROOM + capacity];
    }

    /** Forgets what was written, and keeps the room. */
    public WriteBuffer clear() {
        start = HEADROOM;
        end = HEADROOM;
        return this;
    }

    /** Appends the low eight bits of {@code octet}. */
    public WriteBuffer put(int octet) {
        if (end == array.length) {
            reserve(1);
        }
        array[end++] = (byte) octet;
        return this;
    }

    /** Appends a copy of {@code length} octets of {@code source} from {@code offset} on. */
    public WriteBuffer put(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, array, end, length);
        end += length;
        return this;
    }

    /** Appends {@code text} as UTF-8. */
    public WriteBuffer putUtf8(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return put(octets, 0, octets.length);
    }

    /** Puts the low eight bits of {@code octet} before the first octet; for framings, {@value #HEADROOM} times at most. */
    public WriteBuffer prepend(int octet) {
        array[--start] = (byte) octet;
        return this;
    }

    /** Makes room for {@code more} octets, so that a writer may fill {@link #array()} from {@link #end()} on and {@link #advance}. */
    public void reserve(int more) {
        if (more > array.length - end) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, Math.addExact(Math.addExact(end, more), TAIL)));
        }
    }

    /** Counts {@code octets} as written that were put into {@link #array()} directly. */
    public void advance(int octets) {
        end += octets;
    }

    /** The octets themselves: valid from {@link #start()} to {@link #end()}, and only until the next write. */
    public byte[] array() {
        return array;
    }

    /** Index of the first octet in {@link #array()}. */
    public int start() {
        return start;
    }

    /** Index behind the last octet in {@link #array()}. */
    public int end() {
        return end;
    }

    /** How many octets were written, header included. */
    public int length() {
        return end - start;
    }

    /** A view of the octets written so far, valid until the next write or {@link #clear()}. */
    public ByteBuffer view() {
        return ByteBuffer.wrap(array, start, end - start);
    }

    /** A copy of the octets written so far. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, start, end);
    }
}
