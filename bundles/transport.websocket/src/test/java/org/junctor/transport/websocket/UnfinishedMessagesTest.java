package org.junctor.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.exception.CloseException;
import org.jspecify.annotations.Nullable;
import org.junctor.http.api.MessageSender;
import org.junit.jupiter.api.Test;

/** What unfinished messages of all peers may hold, and that all is given back. */
final class UnfinishedMessagesTest {
    private final CountingPool pool = new CountingPool();

    private static @Nullable CloseStatus take(Messages messages, byte opCode, boolean last, int octets) {
        return messages.take(
                new Frame(opCode, last, ByteBuffer.wrap("x".repeat(octets).getBytes(StandardCharsets.US_ASCII))),
                (array, offset, length) -> {});
    }

    private Messages messages() throws Exception {
        return new Messages(Limits.of(Map.of()), pool, MessageSender.NONE, null);
    }

    @Test
    void fragmentsCountUntilTheirMessageIsDelivered() throws Exception {
        Messages one = messages();
        AtomicInteger delivered = new AtomicInteger();

        assertNull(take(one, OpCode.TEXT, false, 20_000));
        assertEquals(20_000, pool.held);
        assertNull(one.take(
                new Frame(OpCode.CONTINUATION, true, ByteBuffer.wrap(new byte[10_000])), (array, offset, length) -> {
                    delivered.set(length);
                    assertTrue(pool.held >= 30_000);
                }));

        assertEquals(30_000, delivered.get());
        assertEquals(0, pool.held);
    }

    @Test
    void whoComesTooLateIsToldToTryAgain() throws Exception {
        assertNull(take(messages(), OpCode.TEXT, false, 60_000));
        Messages second = messages();
        assertNull(take(second, OpCode.TEXT, false, 30_000));

        CloseStatus refused = take(second, OpCode.CONTINUATION, false, 30_000);

        assertNotNull(refused);
        assertEquals(1013, refused.getCode());
        assertEquals(60_000, pool.held);
        second.drop();
        assertEquals(60_000, pool.held);
    }

    @Test
    void lostConnectionGivesBackWhatItHeld() throws Exception {
        Messages lost = messages();
        take(lost, OpCode.TEXT, false, 60_000);

        lost.drop();
        lost.drop();

        assertEquals(0, pool.held);
        assertNotNull(take(lost, OpCode.CONTINUATION, false, 1));
        assertEquals(0, pool.held);
    }

    @Test
    void wholeMessagesTakeNothing() throws Exception {
        assertNull(take(messages(), OpCode.TEXT, true, 1000));

        assertEquals(0, pool.held);
    }

    @Test
    void whatAMessageExpandsToCountsWhileItIsDelivered() throws Exception {
        Compression compression = Compression.of(Map.of("compression", Map.of("deflate", Map.of())));
        Messages messages = new Messages(Limits.of(Map.of()), pool, MessageSender.NONE, compression);
        AtomicInteger counted = new AtomicInteger();

        assertNull(messages.take(deflated(50_000), (array, offset, length) -> counted.set(pool.held)));
        CloseStatus refused = messages.take(deflated(CountingPool.ROOM + 1), (array, offset, length) -> counted.set(0));

        assertTrue(counted.get() >= 50_000, counted + " were counted");
        assertNotNull(refused);
        assertEquals(1013, refused.getCode());
        assertEquals(0, pool.held);
    }

    private static Frame deflated(int octets) throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try (DeflaterOutputStream out = new DeflaterOutputStream(compressed, deflater, true)) {
            out.write(new byte[octets]);
            out.flush();
            byte[] all = compressed.toByteArray();
            Frame frame = new Frame(OpCode.BINARY, true, ByteBuffer.wrap(Arrays.copyOf(all, all.length - 4)));
            frame.setRsv1(true);
            return frame;
        } finally {
            deflater.end();
        }
    }

    private static ByteBuffer header(int octets) {
        return ByteBuffer.allocate(20).putShort((short) 0x82FF).putLong(octets).putInt(0);
    }

    @Test
    void frameThatNeverEndsCountsUntilItsConnectionIsClosed() {
        FrameReader unfinished = new FrameReader(pool, MessageSender.NONE, CountingPool.ROOM);
        assertFalse(unfinished.next(header(90_000).flip()));
        assertFalse(unfinished.next(ByteBuffer.wrap(new byte[85_000])));
        assertEquals(85_000, pool.held);
        ByteBuffer another = header(20_000).flip();
        assertThrows(
                CloseException.class, () -> new FrameReader(pool, MessageSender.NONE, CountingPool.ROOM).next(another));

        unfinished.drop();

        assertEquals(0, pool.held);
        unfinished.drop();
        assertEquals(0, pool.held);
    }

    @Test
    void frameCountsUntilItIsDealtWith() {
        FrameReader frames = new FrameReader(pool, MessageSender.NONE, CountingPool.ROOM);

        assertFalse(frames.next(header(1000).flip()));
        assertTrue(frames.next(ByteBuffer.wrap(new byte[2000])));

        assertEquals(1000, pool.held);
        frames.drop();
        assertEquals(0, pool.held);
    }

    @Test
    void messageThatBeginsWhenTheConnectionIsGoneHoldsNothing() throws Exception {
        Messages lost = messages();
        lost.drop();

        assertNotNull(take(lost, OpCode.TEXT, false, 60_000));

        assertEquals(0, pool.held);
    }

    @Test
    void whatIsKeptForLaterCountsUntilItIsLetGoOrTheConnectionIsGone() throws Exception {
        Messages messages = messages();

        assertTrue(messages.hold(60_000));
        assertFalse(messages.hold(60_000));
        assertEquals(60_000, pool.held);
        messages.letGo(60_000);
        assertEquals(0, pool.held);
        assertTrue(messages.hold(60_000));
        messages.drop();
        messages.letGo(60_000);

        assertEquals(0, pool.held);
    }
}
