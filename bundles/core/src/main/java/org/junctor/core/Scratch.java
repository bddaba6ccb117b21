package org.junctor.core;

import org.junctor.api.wire.WriteBuffer;

/** A buffer of each thread, in which it encodes one message at a time. */
final class Scratch {
    private static final int FIRST = 4096;
    private static final int KEPT_MAX = 64 * 1024;
    private static final ThreadLocal<WriteBuffer> BUFFER = ThreadLocal.withInitial(() -> new WriteBuffer(FIRST));

    private Scratch() {}

    /** This thread's buffer, cleared; a large one is not kept. */
    static WriteBuffer buffer() {
        WriteBuffer buffer = BUFFER.get();
        if (buffer.array().length > KEPT_MAX) {
            buffer = new WriteBuffer(FIRST);
            BUFFER.set(buffer);
        }
        return buffer.clear();
    }
}
