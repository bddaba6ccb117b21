package org.junctor.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.junctor.http.api.MessageRoom;
import org.junctor.http.api.MessageSender;
import org.junctor.http.api.PartialMessage;
import org.junit.jupiter.api.Test;

final class LongMessagesTest {
    private long stallMs = 1000;
    private final LongMessages pool =
            new LongMessages(new ArrayByteBufferPool(), () -> new NodeLimits(0, 250_000, stallMs, 10_000));
    private final MessageRoom room = MessageRoom.of(pool);
    private final Sender sender = new Sender();
    private final PartialMessage message = new PartialMessage(pool, sender);

    /** A peer that is told what the router thinks of it. */
    private static final class Sender implements MessageSender {
        final List<String> told = new ArrayList<>();
        boolean deaf;

        @Override
        public boolean deaf() {
            return deaf;
        }

        @Override
        public void tooSlow(String limit, String text) {
            told.add(limit + ": " + text);
        }
    }

    private void comes(int octets) {
        assertTrue(message.add(ByteBuffer.allocate(octets), octets, 100_000));
    }

    /** So long after the beginning, of which it is not known more than that it is past. */
    private static long after(long ms) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
    }

    @Test
    void theyAreBoundedUntilTheyAreGivenBack() {
        assertTrue(room.take(100_000, 0));
        assertTrue(room.take(87_500, 0));

        assertFalse(room.take(70_000, 0));
        room.give(100_000);
        assertTrue(room.take(100_000, 0));

        assertEquals(187_500, pool.held());
    }

    @Test
    void shortOnesHaveAQuarterForThemselves() {
        room.take(1_000_000, 0);

        assertTrue(room.take(32_500, 0));
        assertTrue(room.take(30_000, 0));
        assertFalse(room.take(4097, 0));

        room.give(1_000_000);
        assertTrue(room.take(4097, 0));
        assertEquals(66_597, pool.held());
    }

    @Test
    void shortOneThatBecomesLongIsOneOfThem() {
        room.take(180_000, 0);
        assertTrue(room.take(60_000, 0));

        assertFalse(room.take(10_000, 60_000));

        room.give(180_000);
        assertTrue(room.take(10_000, 60_000));
        room.give(70_000);
        assertEquals(0, pool.held());
    }

    @Test
    void whatIsFreeIsCountedButNotRefused() {
        room.take(1_000_000, 0);
        room.take(62_500, 0);

        assertTrue(room.take(4096, 0));
        assertFalse(room.take(1, 4096));

        assertEquals(1_066_596, pool.held());
    }

    @Test
    void whoIsAloneMayHoldMore() {
        assertTrue(room.take(200_000, 0));
        assertTrue(room.take(800_000, 200_000));

        room.give(1_000_000);

        assertEquals(0, pool.held());
    }

    @Test
    void whoSendsFastEnoughIsLeftAlone() {
        comes(10_000);
        pool.look(after(1000));
        comes(10_000);
        pool.look(after(2000));
        comes(10_000);
        pool.look(after(3000));

        assertEquals(List.of(), sender.told);
    }

    @Test
    void whoSendsTooSlowlyIsToldOnce() {
        comes(10_000);
        pool.look(after(1000));
        comes(9_999);
        pool.look(after(1900));
        assertEquals(List.of(), sender.told);

        pool.look(after(2100));
        pool.look(after(9000));

        assertEquals(
                List.of("transport_limits.long.messages.stall.bytes:"
                        + " less than 10000 octets of a long message came in 1000 ms"),
                sender.told);
    }

    @Test
    void whoHoldsRoomThatOthersAreRefusedMustHurry() {
        stallMs = 30_000;
        comes(100_000);
        pool.look(after(2000));
        pool.look(after(4000));
        assertEquals(List.of(), sender.told);

        assertFalse(room.take(150_000, 0));
        pool.look(after(4500)); // it has sent enough since it began
        pool.look(after(5600));

        assertEquals(
                List.of("transport_limits.long.messages.stall.bytes:"
                        + " less than 10000 octets of a long message came in 1000 ms"),
                sender.told);
    }

    @Test
    void whoHurriesIsLeftAloneAndSoIsEverybodyWhenThereIsRoomForSomeTime() {
        stallMs = 30_000;
        comes(70_000);
        assertFalse(room.take(150_000, 0));
        for (int i = 1; i <= 4; i++) {
            pool.look(after(1100L * i));
            comes(10_000);
        }

        pool.look(after(7000));
        pool.look(after(9000));

        assertEquals(List.of(), sender.told);
    }

    @Test
    void whoIsNotReadIsNotSlow() {
        comes(5000);
        sender.deaf = true;
        pool.look(after(5000));
        sender.deaf = false;
        pool.look(after(5900));
        assertEquals(List.of(), sender.told);

        pool.look(after(6100));

        assertEquals(1, sender.told.size());
    }

    @Test
    void whatIsShortOrWholeOrGivenUpIsNotWatched() {
        comes(4096);
        pool.look(after(5000));
        comes(904);
        message.whole();
        pool.look(after(5000));
        message.release();
        comes(5000);
        message.release();
        pool.look(after(5000));

        assertEquals(List.of(), sender.told);
    }
}
