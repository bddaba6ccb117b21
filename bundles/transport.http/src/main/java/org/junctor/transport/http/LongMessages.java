package org.junctor.transport.http;

import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * Bounds the memory that peers can claim by announcing long messages that they then do not send: Jetty makes room for a whole frame
 * when its header is there. One is always let through.
 */
final class LongMessages extends ByteBufferPool.Wrapper {
    private static final int LONG_BYTES = 64 * 1024;

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    LongMessages(ByteBufferPool pool, long limit) {
        super(pool);
        this.limit = limit;
    }

    @Override
    public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
        if (size <= LONG_BYTES) {
            return super.acquire(size, direct);
        }
        if (held.getAndAdd(size) + size > limit && held.get() != size) {
            held.addAndGet(-size);
            throw new IllegalStateException("too many long messages are being received at the same time");
        }
        return new Held(super.acquire(size, direct), size);
    }

    /** Octets of long messages that are being received. */
    long held() {
        return held.get();
    }

    private final class Held extends RetainableByteBuffer.Wrapper {
        private final int size;

        Held(RetainableByteBuffer.Mutable buffer, int size) {
            super(buffer);
            this.size = size;
        }

        @Override
        public boolean release() {
            boolean last = super.release();
            if (last) {
                held.addAndGet(-size);
            }
            return last;
        }
    }
}
