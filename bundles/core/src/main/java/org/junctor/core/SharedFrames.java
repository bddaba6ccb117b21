package org.junctor.core;

import java.nio.ByteBuffer;
import org.junctor.api.wire.WriteBuffer;

/**
 * Makes the frame that many subscribers share. Small ones are arrays, which each transport copies; larger ones are direct buffers,
 * which each transport sends as they are. Direct memory is taken in slabs, because each allocation of it is dear.
 */
final class SharedFrames {
    /** From this size on a frame that goes to several peers is direct. */
    static final int DIRECT_MIN = 1024;

    private static final int SLAB = 16 * 1024;
    private static final ThreadLocal<ByteBuffer> REST = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(SLAB));

    private SharedFrames() {}

    /** A copy of what was written, for {@code receivers} peers. */
    static ByteBuffer of(WriteBuffer frame, int receivers) {
        int length = frame.length();
        if (length < DIRECT_MIN || receivers < 2) {
            return ByteBuffer.wrap(frame.toByteArray());
        }
        return room(length).put(frame.array(), frame.start(), length).flip();
    }

    private static ByteBuffer room(int length) {
        if (length > SLAB / 4) {
            return ByteBuffer.allocateDirect(length);
        }
        ByteBuffer rest = REST.get();
        if (rest.remaining() < length) {
            rest = ByteBuffer.allocateDirect(SLAB);
            REST.set(rest);
        }
        ByteBuffer room = rest.slice(rest.position(), length);
        rest.position(rest.position() + length);
        return room;
    }
}
