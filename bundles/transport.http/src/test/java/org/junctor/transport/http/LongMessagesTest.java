package org.junctor.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.junit.jupiter.api.Test;

final class LongMessagesTest {
    private static final int LONG = 100_000;

    @Test
    void longOnesAreBoundedUntilTheyAreReleased() {
        LongMessages pool = new LongMessages(new ArrayByteBufferPool(), 250_000);
        RetainableByteBuffer first = pool.acquire(LONG, false);
        RetainableByteBuffer second = pool.acquire(LONG, false);

        assertThrows(IllegalStateException.class, () -> pool.acquire(LONG, false));
        pool.acquire(16_384, false).release();
        first.release();
        pool.acquire(LONG, false).release();
        second.release();

        assertEquals(0, pool.held());
    }

    @Test
    void oneIsLetThroughHoweverLongItIs() {
        LongMessages pool = new LongMessages(new ArrayByteBufferPool(), 250_000);

        pool.acquire(1_000_000, false).release();

        assertEquals(0, pool.held());
    }
}
