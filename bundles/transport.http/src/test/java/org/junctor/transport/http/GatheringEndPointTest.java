package org.junctor.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.junctor.http.api.WriteSide;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class GatheringEndPointTest {
    private final Engine engine = new Engine();
    private final TestSelector selector = new TestSelector();
    private final CountDownLatch closed = new CountDownLatch(1);
    private int fills;

    private final ByteArrayEndPoint socket = new ByteArrayEndPoint(engine.scheduler(), 0, "hello", 1000) {
        @Override
        public int fill(ByteBuffer buffer) throws IOException {
            fills++;
            return super.fill(buffer);
        }

        @Override
        public void doClose() {
            closed.countDown();
            super.doClose();
        }
    };

    private final GatheringEndPoint endPoint =
            new GatheringEndPoint(socket, new FlushPass(selector), engine, TestSelector.traffic(), true);

    @AfterEach
    void stop() {
        engine.stop();
    }

    private void offer(String text) {
        assertTrue(endPoint.offer(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void isTheWriteSideOfWhateverWrapsIt() {
        assertSame(endPoint, WriteSide.of(endPoint));
    }

    @Test
    void aReadThatLeftRoomIsNotFollowedByAnother() throws Exception {
        ByteBuffer buffer = BufferUtil.allocate(100);

        assertEquals(5, endPoint.fill(buffer));
        assertEquals(0, endPoint.fill(buffer));
        assertEquals(1, fills);
        assertEquals(0, endPoint.fill(buffer));
        assertEquals(2, fills);
    }

    @Test
    void aReadThatFilledTheBufferIs() throws Exception {
        ByteBuffer buffer = BufferUtil.allocate(3);

        assertEquals(3, endPoint.fill(buffer));
        BufferUtil.clear(buffer);
        assertEquals(2, endPoint.fill(buffer));

        assertEquals("lo", BufferUtil.toString(buffer));
    }

    @Test
    void peerThatNeverStopsSendingDoesNotKeepTheThread() throws Exception {
        ByteBuffer buffer = BufferUtil.allocate(16 << 10);
        assertEquals(5, endPoint.fill(buffer));
        assertEquals(0, endPoint.fill(buffer));
        int read = 0;
        int filled = 1;
        while (filled > 0 && read < 1 << 20) {
            BufferUtil.clear(buffer);
            socket.addInput("x".repeat(16 << 10));
            filled = endPoint.fill(buffer);
            read += filled;
        }

        assertEquals(128 << 10, read);
        endPoint.fillInterested(Callback.NOOP);
        BufferUtil.clear(buffer);
        assertEquals(16 << 10, endPoint.fill(buffer));
    }

    @Test
    void theSelectorsThreadReadsItself() throws Exception {
        endPoint.fill(BufferUtil.allocate(100));
        InvocationType[] seen = new InvocationType[1];
        boolean[] inPass = new boolean[1];

        endPoint.fillInterested(Callback.from(() -> inPass[0] = FlushPass.current() != null));
        seen[0] = socket.getFillInterest().getCallbackInvocationType();
        socket.getFillInterest().fillable();

        assertEquals(InvocationType.NON_BLOCKING, seen[0]);
        assertTrue(inPass[0]);
    }

    @Test
    void closesWhenAllIsWritten() throws Exception {
        offer("x".repeat(1500));
        endPoint.closeWhenWritten();
        offer("dropped");
        selector.endPass();

        assertFalse(socket.isOutputShutdown());
        assertEquals("x".repeat(1000), socket.takeOutputString());
        assertTrue(socket.isOutputShutdown());
        assertEquals("x".repeat(500), socket.takeOutputString());
        assertTrue(closed.await(5, TimeUnit.SECONDS));
    }

    @Test
    void whatThePeerStillSendsIsReadAndDroppedBeforeTheSocketIsClosed() throws Exception {
        endPoint.shutdownOutput();
        endPoint.close();

        assertFalse(endPoint.isOpen());
        assertEquals(-1, endPoint.fill(BufferUtil.allocate(100)));
        assertTrue(socket.isOpen());
        socket.addInputEOF();
        assertTrue(closed.await(GatheringEndPoint.LINGER_MS * 3 / 4, TimeUnit.MILLISECONDS));
        assertFalse(socket.isOpen());
    }

    @Test
    void aPeerThatNeverEndsIsClosedAfterAWhile() throws Exception {
        endPoint.shutdownOutput();
        endPoint.close();

        assertTrue(closed.await(5, TimeUnit.SECONDS));
    }
}
