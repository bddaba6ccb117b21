package org.junctor.transport.http;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The segments that one connection has still to write, in order. Holds nothing while it is empty. Guarded by its {@link OutBuffer}. */
final class Chain {
    /** Most segments of one write. */
    private static final int GATHERED = 64;

    private final ChunkPool pool;
    private @Nullable Segment head;
    private @Nullable Segment tail;

    Chain(ChunkPool pool) {
        this.pool = pool;
    }

    /** Copies all of {@code octets}, whose position stays as it is. */
    void copy(ByteBuffer octets) {
        int to = octets.limit();
        int from = octets.position();
        while (from < to) {
            Segment last = tail;
            if (last == null || !last.hasRoom()) {
                last = pool.take(to - from, head == null);
                add(last);
            }
            from += last.fill(octets, from, to);
        }
    }

    /** Keeps {@code octets} itself; its position moves on as it is written. */
    void reference(ByteBuffer octets) {
        add(Segment.reference(octets));
    }

    private void add(Segment segment) {
        if (tail == null) {
            head = segment;
        } else {
            tail.next = segment;
        }
        tail = segment;
    }

    /** What to write next; empty if there is nothing. More may be copied in while it is written. */
    ByteBuffer[] gather() {
        int count = 0;
        for (Segment at = head; at != null && count < GATHERED; at = at.next) {
            count++;
        }
        ByteBuffer[] buffers = new ByteBuffer[count];
        Segment at = head;
        for (int i = 0; i < count && at != null; i++) {
            buffers[i] = at.ready();
            at = at.next;
        }
        return buffers;
    }

    /** Lets go of what has been written. */
    void dropWritten() {
        while (head != null && head.written()) {
            dropFirst(head);
        }
    }

    /** Lets go of everything. */
    void clear() {
        while (head != null) {
            dropFirst(head);
        }
    }

    private void dropFirst(Segment first) {
        head = first.next;
        if (head == null) {
            tail = null;
        }
        first.release();
    }
}
