package org.junctor.http.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.junit.jupiter.api.Test;

final class PartialMessageTest {
    private final List<Integer> acquired = new ArrayList<>();
    private final PartialMessage message = new PartialMessage(new ByteBufferPool.NonPooling() {
        @Override
        public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
            if (size > 100_000) {
                throw new IllegalStateException("full");
            }
            acquired.add(size);
            return super.acquire(size, direct);
        }
    });

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

        assertEquals(List.of(8192, 20_010, 20_020), acquired);
    }

    @Test
    void whatThePoolDoesNotGiveIsNotTaken() {
        assertTrue(message.add(octets(90_000), 90_000, 200_000));
        ByteBuffer more = octets(20_000);

        assertFalse(message.add(more, 20_000, 200_000));

        assertEquals(20_000, more.remaining());
        assertEquals(90_000, message.length());
    }

    @Test
    void itCanBeUsedAgain() {
        message.add(octets(10), 10, 10);
        message.release();
        message.release();

        assertEquals(0, message.length());
        assertTrue(message.add(octets(5), 5, 5));
        assertEquals(5, message.length());
    }
}
