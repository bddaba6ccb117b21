package org.junctor.transport.http;

import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.ByteBufferPool;
import org.junctor.http.api.MessageRoom;

/** The pool of all listeners, which also bounds what peers have begun of messages and not ended. */
final class LongMessages extends ByteBufferPool.Wrapper implements MessageRoom {
    /** So much of a message is taken in any case: else a few could keep all others from sending the shortest. */
    private static final int FREE_BYTES = 4096;

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    LongMessages(ByteBufferPool pool, long limit) {
        super(pool);
        this.limit = limit;
    }

    @Override
    public boolean take(int more, int own) {
        long all = held.addAndGet(more);
        long message = (long) own + more;
        if (all <= limit || message <= FREE_BYTES || all == message) {
            return true;
        }
        held.addAndGet(-more);
        return false;
    }

    @Override
    public void give(int octets) {
        held.addAndGet(-octets);
    }

    /** Octets of messages that are being received. */
    long held() {
        return held.get();
    }
}
