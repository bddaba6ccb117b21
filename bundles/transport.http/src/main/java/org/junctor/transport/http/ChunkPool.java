package org.junctor.transport.http;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Direct buffers that outgoing octets are gathered in. A connection holds chunks only while something waits to be written: a small
 * one first, so that a fan-out to a thousand idle connections stays cheap, then large ones. Thread-safe.
 */
final class ChunkPool {
    static final int SMALL_BYTES = 2 * 1024;
    static final int LARGE_BYTES = 16 * 1024;
    private static final int SHELF_BYTES = 4 * 1024 * 1024;

    private final Shelf small = new Shelf(SMALL_BYTES);
    private final Shelf large = new Shelf(LARGE_BYTES);

    /**
     * An empty segment.
     *
     * @param octets how many are about to be copied into it
     * @param first whether nothing else waits on the connection
     */
    Segment take(int octets, boolean first) {
        return first && octets <= SMALL_BYTES ? small.take() : large.take();
    }

    /** Octets of pooled chunks that exist, in use or not. */
    long bytes() {
        return small.bytes() + large.bytes();
    }

    /** The chunks of one size. At most 4 MiB are direct memory; what is needed beyond that comes from the heap and is not kept. */
    static final class Shelf {
        private final int chunkBytes;
        private final @Nullable Segment[] idle;
        private int count;
        private int made;

        Shelf(int chunkBytes) {
            this.chunkBytes = chunkBytes;
            this.idle = new @Nullable Segment[SHELF_BYTES / chunkBytes];
        }

        synchronized long bytes() {
            return (long) made * chunkBytes;
        }

        Segment take() {
            synchronized (this) {
                if (count > 0) {
                    Segment segment = idle[--count];
                    idle[count] = null;
                    if (segment != null) {
                        return segment;
                    }
                }
                if (made < idle.length) {
                    made++;
                    return Segment.chunk(ByteBuffer.allocateDirect(chunkBytes), this);
                }
            }
            return Segment.chunk(ByteBuffer.allocate(chunkBytes), null);
        }

        synchronized void put(Segment segment) {
            idle[count++] = segment;
        }
    }
}
