package org.junctor.core;

import java.nio.ByteBuffer;
import org.junctor.api.wire.WriteBuffer;

/** A buffer of each thread, in which it encodes one message at a time. */
final class Scratch {
    private static final int FIRST = 4096;
    private static final int KEPT_MAX = 128 * 1024;

    /** From this size on what was written is given away with its array: a copy would cost more than a new array. */
    private static final int GIVEN_MIN = 16 * 1024;

    private static final ThreadLocal<WriteBuffer> BUFFER = ThreadLocal.withInitial(() -> new WriteBuffer(FIRST));

    private Scratch() {}

    /** This thread's buffer, cleared; a large one is not kept. */
    static WriteBuffer buffer() {
        letGo();
        return BUFFER.get().clear();
    }

    /** Does not keep a large buffer. For a thread that may have nothing to encode for long after a large message. */
    static void letGo() {
        if (BUFFER.get().array().length > KEPT_MAX) {
            BUFFER.set(new WriteBuffer(FIRST));
        }
    }

    /** What was written into {@code buffer}, which is this thread's, to be kept by the caller. */
    static ByteBuffer keep(WriteBuffer buffer) {
        int length = buffer.length();
        if (length < GIVEN_MIN || length < buffer.array().length / 4 * 3) {
            return ByteBuffer.wrap(buffer.toByteArray());
        }
        BUFFER.set(new WriteBuffer(FIRST));
        return buffer.view().slice();
    }
}
