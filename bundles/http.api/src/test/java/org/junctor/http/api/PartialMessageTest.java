package org.junctor.http.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.junit.jupiter.api.Test;

final class PartialMessageTest {
    private final Pool pool = new Pool();
    private final PartialMessage message = new PartialMessage(pool, MessageSender.NONE);

    /** A pool that remembers what it gave out, with room for 100,000 octets. */
    private static final class Pool extends ByteBufferPool.NonPooling implements MessageRoom {
        final List<Integer> acquired = new ArrayList<>();
        int held;

        @Override
        public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
            acquired.add(size);
            return super.acquire(size, direct);
        }

        @Override
        public boolean take(int more, int own) {
            assertEquals(held, own);
            if (held + more > 100_000) {
                return false;
            }
            held += more;
            return true;
        }

        @Override
        public void give(int octets) {
            held -= octets;
        }
    }

    private static ByteBuffer octets(int count) {
        byte[] octets = new byte[count];
        for (int i = 0; i < count; i++) {
            octets[i] = (byte) (i * 31);
        }
        return ByteBuffer.wrap(octets);
    }

    @Test
    void partsBecomeOneMessage() {
        ByteBuffer all = octets(50_000);

        while (all.hasRemaining()) {
            assertTrue(message.add(all, Math.min(7000, all.remaining()), 50_000));
        }

        assertArrayEquals(
                octets(50_000).array(),
                Arrays.copyOfRange(message.array(), message.offset(), message.offset() + message.length()));
    }

    @Test
    void roomIsMadeForWhatCameAndNotForWhatIsClaimed() {
        message.add(octets(10), 10, 16 << 20);
        message.add(octets(20_000), 20_000, 16 << 20);
        message.add(octets(10), 10, 20_020);

        assertEquals(List.of(4096, 20_010, 20_020), pool.acquired);
    }

    @Test
    void whatThereIsNoRoomForIsNotTaken() {
        assertTrue(message.add(octets(90_000), 90_000, 200_000));
        ByteBuffer more = octets(20_000);

        assertFalse(message.add(more, 20_000, 200_000));

        assertEquals(20_000, more.remaining());
        assertEquals(90_000, message.length());
    }

    @Test
    void itCanBeUsedAgain() {
        message.add(octets(10), 10, 10);
        assertEquals(10, pool.held);
        message.release();
        message.release();

        assertEquals(0, message.length());
        assertEquals(0, pool.held);
        assertTrue(message.add(octets(5), 5, 5));
        assertEquals(5, message.length());
    }

    @Test
    void longOneThatIsWholeCanBeGivenAway() {
        ByteBuffer all = octets(2 << 20);
        PartialMessage longOne = new PartialMessage(new ByteBufferPool.NonPooling(), MessageSender.NONE);

        longOne.add(all, 1 << 20, 2 << 20);
        assertNull(longOne.given(), "it may be the pool's");
        longOne.add(all, 1 << 20, 2 << 20);

        assertArrayEquals(octets(2 << 20).array(), longOne.given());
        assertEquals(0, longOne.length());
        assertNull(longOne.given());
    }
}
