package org.junctor.transport.http;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A stretch of outgoing octets: a chunk that is filled at one end while it is written from the other, or somebody's buffer. */
final class Segment {
    /** Written from: its position is what the socket took, its limit what it may take. */
    final ByteBuffer out;

    /** Filled into; null for a buffer that is not ours. */
    private final @Nullable ByteBuffer in;

    private final ChunkPool.@Nullable Shelf shelf;

    @Nullable
    Segment next;

    private Segment(ByteBuffer out, @Nullable ByteBuffer in, ChunkPool.@Nullable Shelf shelf) {
        this.out = out;
        this.in = in;
        this.shelf = shelf;
    }

    static Segment chunk(ByteBuffer memory, ChunkPool.@Nullable Shelf shelf) {
        return new Segment(memory.duplicate().limit(0), memory, shelf);
    }

    static Segment reference(ByteBuffer octets) {
        return new Segment(octets, null, null);
    }

    boolean hasRoom() {
        return in != null && in.hasRemaining();
    }

    /** Copies as much of {@code octets} between two indexes as there is room for, and answers how much that was. */
    int fill(ByteBuffer octets, int from, int to) {
        ByteBuffer room = in;
        if (room == null) {
            throw new IllegalStateException("a referenced buffer cannot be filled");
        }
        int length = Math.min(room.remaining(), to - from);
        room.put(room.position(), octets, from, length);
        room.position(room.position() + length);
        return length;
    }

    /** Makes all that was filled in so far ready to be written. */
    ByteBuffer ready() {
        if (in != null) {
            out.limit(in.position());
        }
        return out;
    }

    /** Whether the socket took all of it. */
    boolean written() {
        return in == null ? !out.hasRemaining() : out.position() == in.position();
    }

    /** Gives the memory back. */
    void release() {
        next = null;
        ChunkPool.Shelf home = shelf;
        if (home != null && in != null) {
            in.clear();
            out.position(0).limit(0);
            home.put(this);
        }
    }
}
