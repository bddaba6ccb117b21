package org.junctor.http.api;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A message of a peer that comes in parts: an array that grows with what came, and not by what the peer claims. It takes its part of the
 * {@link MessageRoom}, whose sender may not be too slow. Belongs to one thread at a time.
 */
public final class PartialMessage {
    private static final int FIRST_BYTES = 4 << 10;

    /** Longer ones no pool keeps. */
    private static final int POOLED_MAX = 1 << 20;

    private final ByteBufferPool pool;
    private final MessageRoom room;
    private final MessageSender sender;
    private RetainableByteBuffer.@Nullable Mutable buffer;
    private byte[] array = {};
    private int offset;
    private int capacity;
    private boolean watched;
    /** Another thread looks whether it grows. */
    private volatile int length;

    /** An empty message of {@code sender}. {@code pool} is that of the server or connector. */
    public PartialMessage(ByteBufferPool pool, MessageSender sender) {
        this.pool = pool;
        this.sender = sender;
        this.room = MessageRoom.of(pool);
    }

    /**
     * Takes the next {@code octets} octets of {@code part}, and moves its position.
     *
     * @param max the length that the message will not exceed, so that no more room is made
     * @return false if peers have begun too many long messages: nothing was taken, and the connection is to be closed
     */
    public boolean add(ByteBuffer part, int octets, int max) {
        int needed = length + octets;
        if (needed > capacity && !grow(Math.max(needed, Math.min(max, Math.max(FIRST_BYTES, capacity * 2))))) {
            return false;
        }
        part.get(array, offset + length, octets);
        advance(octets);
        return true;
    }

    /**
     * Makes room for {@code bytes} octets in all, which are more than it has {@linkplain #capacity room} for; what has come stays, in
     * another array.
     *
     * @return false if peers have begun too many long messages: the connection is to be closed
     */
    public boolean grow(int bytes) {
        if (!room.take(bytes - capacity, capacity)) {
            return false;
        }
        capacity = bytes;
        if (!watched && bytes > MessageRoom.FREE_BYTES && sender != MessageSender.NONE) {
            watched = true;
            room.begun(this, sender);
        }
        RetainableByteBuffer.@Nullable Mutable larger = bytes > POOLED_MAX ? null : pool.acquire(bytes, false);
        byte[] next = larger == null ? new byte[bytes] : larger.getByteBuffer().array();
        int start = larger == null ? 0 : larger.getByteBuffer().arrayOffset();
        System.arraycopy(array, offset, next, start, length);
        if (buffer != null) {
            buffer.release();
        }
        buffer = larger;
        array = next;
        offset = start;
        return true;
    }

    /** So many octets more have come, and whoever read them has put them into the {@link #array()}. */
    public void advance(int octets) {
        int all = length + octets;
        length = all;
    }

    /** All of it has come: what happens to it now is not its sender's fault. */
    public void whole() {
        if (watched) {
            watched = false;
            room.ended(this);
        }
    }

    /** How many octets there is room for. */
    public int capacity() {
        return capacity;
    }

    /** The array that holds it; only {@link #length()} octets from {@link #offset()} on are it, until {@link #release()}. */
    public byte[] array() {
        return array;
    }

    /** All of the message in an array that is the caller's, and nothing is left here; null if the array is not its own, or has room. */
    public byte @Nullable [] given() {
        byte[] all = array;
        if (buffer != null || length == 0 || all.length != length) {
            return null;
        }
        release();
        return all;
    }

    /** Where it begins. */
    public int offset() {
        return offset;
    }

    /** How many octets have come. May be called by any thread. */
    public int length() {
        return length;
    }

    /** Gives the octets back, and is empty again. Idempotent. */
    public void release() {
        whole();
        RetainableByteBuffer.Mutable held = buffer;
        int counted = capacity;
        buffer = null;
        array = new byte[0];
        offset = 0;
        capacity = 0;
        length = 0;
        if (held != null) {
            held.release();
        }
        room.give(counted);
    }
}
