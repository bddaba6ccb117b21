package org.junctor.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.junctor.http.api.MessageRoom;
import org.junit.jupiter.api.Test;

final class LongMessagesTest {
    private final LongMessages pool = new LongMessages(new ArrayByteBufferPool(), 250_000);
    private final MessageRoom room = MessageRoom.of(pool);

    @Test
    void theyAreBoundedUntilTheyAreGivenBack() {
        assertTrue(room.take(100_000, 0));
        assertTrue(room.take(150_000, 0));

        assertFalse(room.take(4097, 0));
        room.give(100_000);
        assertTrue(room.take(100_000, 0));

        assertEquals(250_000, pool.held());
    }

    @Test
    void shortOnesAreCountedButNotRefused() {
        room.take(250_000, 0);

        assertTrue(room.take(4096, 0));
        assertFalse(room.take(1, 4096));

        assertEquals(254_096, pool.held());
    }

    @Test
    void whoIsAloneMayHoldMore() {
        assertTrue(room.take(200_000, 0));
        assertTrue(room.take(800_000, 200_000));

        room.give(1_000_000);

        assertEquals(0, pool.held());
    }
}
