package org.junctor.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class OutBufferTest {
    private static final int ROOMY = 1 << 20;
    private static final int SENDERS = 4;
    private static final int FRAMES = 20_000;

    private final Traffic traffic = TestSelector.traffic();
    private final ChunkPool chunks = new ChunkPool();
    private final TestSelector selector = new TestSelector();
    private final FlushPass pass = new FlushPass(selector);

    /** A socket that takes so many octets, until they are taken from it. */
    private static ByteArrayEndPoint socket(int room) {
        return new ByteArrayEndPoint(null, 0, null, room, false);
    }

    private OutBuffer buffer(ByteArrayEndPoint socket) {
        return new OutBuffer(socket, chunks, traffic);
    }

    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer direct(String text) {
        return ByteBuffer.allocateDirect(text.length()).put(octets(text)).flip();
    }

    /** Records how a write of Jetty ended. */
    private static final class End implements Callback {
        boolean succeeded;

        @Nullable
        Throwable failure;

        @Override
        public void succeeded() {
            succeeded = true;
        }

        @Override
        public void failed(Throwable cause) {
            failure = cause;
        }
    }

    @Test
    void framesOfOnePassGoOutInOneWrite() {
        ByteArrayEndPoint socket = socket(ROOMY);
        OutBuffer out = buffer(socket);
        StringBuilder expected = new StringBuilder();

        for (int i = 0; i < 1000; i++) {
            assertTrue(out.offer(octets("frame " + i + "\n"), pass));
            expected.append("frame ").append(i).append('\n');
        }
        assertEquals("", socket.getOutputString());
        selector.endPass();

        assertEquals(expected.toString(), socket.takeOutputString());
        assertEquals(1, traffic.writes());
        assertEquals(1000, traffic.frames());
        assertEquals(1, selector.submitted);
    }

    @Test
    void theOwnersBufferIsNotTouched() {
        ByteArrayEndPoint socket = socket(ROOMY);
        OutBuffer out = buffer(socket);
        byte[] lent = "heap".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer shared = direct("direct");

        out.offer(ByteBuffer.wrap(lent), pass);
        out.offer(shared, pass);
        lent[0] = 'X';
        selector.endPass();

        assertEquals("heapdirect", socket.takeOutputString());
        assertEquals(6, shared.remaining());
    }

    @Test
    void whatTheSocketTookCountsAlsoOfAFrameThatIsNotWrittenYet() {
        ByteArrayEndPoint socket = socket(10);
        OutBuffer out = buffer(socket);

        out.offer(direct("1234567890123456"), pass);
        out.offer(octets("789012345"), pass);
        assertEquals(0, out.written());
        selector.endPass();

        assertEquals(10, out.written());
        socket.takeOutput();
        assertEquals(20, out.written());
        socket.takeOutput();
        assertEquals(25, out.written());
        assertEquals("12345", socket.takeOutputString());
    }

    @Test
    void jettysWritesKeepTheirPlaceAndEndWhenTheyAreWritten() {
        ByteArrayEndPoint socket = socket(10);
        OutBuffer out = buffer(socket);
        End end = new End();

        out.offer(octets("12345678"), pass);
        out.write(end, octets("abcd"), octets("efgh"));
        out.offer(octets("90"), pass);

        assertFalse(end.succeeded);
        assertEquals("12345678ab", socket.takeOutputString());
        selector.endPass();
        assertTrue(end.succeeded);
        assertEquals("cdefgh90", socket.takeOutputString());
    }

    @Test
    void longWritesOfJettyAreNotCopied() {
        ByteArrayEndPoint socket = socket(ROOMY);
        OutBuffer out = buffer(socket);
        String text = "0123456789".repeat(10_000);
        ByteBuffer file = octets(text);
        End end = new End();

        out.write(end, octets("header"), file);

        assertEquals("header" + text, socket.takeOutputString());
        assertFalse(file.hasRemaining());
        assertTrue(end.succeeded);
        assertEquals(ChunkPool.SMALL_BYTES, chunks.bytes());
    }

    @Test
    void anEmptyWriteEndsBehindWhatWasThereBefore() {
        ByteArrayEndPoint socket = socket(4);
        OutBuffer out = buffer(socket);
        End end = new End();

        out.offer(octets("123456"), pass);
        out.write(end, octets(""));

        assertFalse(end.succeeded);
        assertEquals("1234", socket.takeOutputString());
        assertTrue(end.succeeded);
    }

    @Test
    void aFullBufferRefusesAndSaysOnceThatThereIsRoom() {
        ByteArrayEndPoint socket = socket(1000);
        OutBuffer out = buffer(socket);
        AtomicInteger told = new AtomicInteger();
        out.onWritable(told::incrementAndGet);
        int taken = 0;

        while (out.offer(octets("x".repeat(1000)), pass)) {
            taken++;
        }
        assertFalse(out.offer(octets("x"), pass));
        selector.endPass();

        assertEquals(OutBuffer.FULL_BYTES / 1000 + 1, taken);
        assertEquals(0, told.get());
        int written = 0;
        while (written < taken * 1000) {
            written += socket.takeOutput().remaining();
        }
        assertEquals(1, told.get());
        assertTrue(out.offer(octets("x"), pass));
    }

    @Test
    void whatIsOfferedWhenThereIsRoomAgainFollowsInOrder() {
        ByteArrayEndPoint socket = socket(ROOMY);
        OutBuffer out = buffer(socket);
        List<String> waiting = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            waiting.add("[" + i + "]");
        }
        int[] next = {0};
        Runnable sender = () -> {
            while (next[0] < waiting.size() && out.offer(octets(waiting.get(next[0])), pass)) {
                next[0]++;
            }
        };
        out.onWritable(sender);

        sender.run();
        selector.endPass();

        assertEquals(String.join("", waiting), socket.takeOutputString());
    }

    @Test
    void aSealedBufferDropsFramesButNotWhatJettyWrites() {
        ByteArrayEndPoint socket = socket(ROOMY);
        OutBuffer out = buffer(socket);
        End end = new End();

        out.offer(octets("before"), pass);
        out.seal();
        assertTrue(out.offer(octets("after"), pass));
        out.write(end, octets("CLOSE"));

        assertEquals("beforeCLOSE", socket.takeOutputString());
        assertTrue(end.succeeded);
    }

    @Test
    void closingFailsWhatJettyWaitsForAndGivesTheMemoryBack() {
        ByteArrayEndPoint socket = socket(10);
        OutBuffer out = buffer(socket);
        End first = new End();
        End second = new End();
        out.offer(octets("x".repeat(1500)), pass);
        out.write(first, octets("first"));
        out.write(second, octets("second"));

        socket.close();
        out.fail(new IOException("gone"));

        assertNotNull(first.failure);
        assertNotNull(second.failure);
        assertEquals(ChunkPool.SMALL_BYTES, chunks.bytes());
        OutBuffer other = buffer(socket(ROOMY));
        other.offer(octets("x".repeat(1500)), pass);
        assertEquals(ChunkPool.SMALL_BYTES, chunks.bytes(), "the chunk was not given back");
    }

    @Test
    void aClosedBufferTakesAndDropsFramesAndFailsWrites() {
        ByteArrayEndPoint socket = socket(ROOMY);
        OutBuffer out = buffer(socket);
        End end = new End();
        IOException gone = new IOException("gone");

        out.fail(gone);

        assertTrue(out.offer(octets("late"), pass));
        out.write(end, octets("late"));
        assertSame(gone, end.failure);
        selector.endPass();
        assertEquals("", socket.getOutputString());
    }

    @Test
    void aWriteThatFailsClosesTheSocket() {
        ByteArrayEndPoint socket = socket(ROOMY);
        OutBuffer out = buffer(socket);
        End end = new End();
        socket.shutdownOutput();

        out.write(end, octets("x"));

        assertNotNull(end.failure);
        assertFalse(socket.isOpen());
    }

    @Test
    void aWriteThatWaitsCanBeTakenBack() {
        ByteArrayEndPoint socket = socket(4);
        OutBuffer out = buffer(socket);
        End end = new End();
        out.write(end, octets("123456"));

        Callback taken = out.cancel(new IOException("cancelled"));

        assertSame(end, taken);
        assertFalse(end.succeeded);
        assertNull(end.failure);
        assertNull(out.cancel(new IOException("again")));
        assertEquals("1234", socket.takeOutputString());
        assertEquals("", socket.getOutputString());
    }

    @Test
    void aListenerThatThrowsLosesOnlyItsOwnConnection() {
        ByteArrayEndPoint bad = socket(ROOMY);
        ByteArrayEndPoint good = socket(ROOMY);
        OutBuffer first = buffer(bad);
        OutBuffer second = buffer(good);
        first.onWritable(() -> {
            throw new IllegalStateException("a bug");
        });
        first.offer(octets("x".repeat(OutBuffer.FULL_BYTES + 1)), pass);
        assertFalse(first.offer(octets("x"), pass));
        second.offer(octets("fine"), pass);

        selector.endPass();

        assertFalse(bad.isOpen());
        assertEquals("fine", good.takeOutputString());
    }

    @Test
    void aCallbackThatThrowsLosesOnlyItsOwnConnection() {
        ByteArrayEndPoint bad = socket(ROOMY);
        ByteArrayEndPoint good = socket(ROOMY);
        pass.read(Callback.from(
                () -> {
                    buffer(bad)
                            .write(
                                    Callback.from(
                                            () -> {
                                                throw new IllegalStateException("a bug");
                                            },
                                            failure -> {}),
                                    octets("x"));
                    buffer(good).offer(octets("fine"), pass);
                },
                failure -> {}));

        selector.endPass();

        assertFalse(bad.isOpen());
        assertEquals("fine", good.takeOutputString());
    }

    @Test
    void manyThreadsKeepTheOrderOfEachAndTearNothing() {
        ByteArrayEndPoint socket = socket(3000);
        OutBuffer out = buffer(socket);
        List<Thread> senders = new ArrayList<>();
        for (char name = 'a'; name < 'a' + SENDERS; name++) {
            char sender = name;
            senders.add(new Thread(() -> send(out, sender)));
        }
        senders.forEach(Thread::start);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (senders.stream().anyMatch(Thread::isAlive) || out.waiting() > 0) {
            selector.endPass();
            take(socket, read);
        }
        take(socket, read);

        int[] next = new int[SENDERS];
        for (String frame : List.of(read.toString(StandardCharsets.US_ASCII).split(";", -1))) {
            if (!frame.isEmpty()) {
                assertEquals(next[frame.charAt(0) - 'a']++, Integer.parseInt(frame.substring(1)));
            }
        }
        for (int count : next) {
            assertEquals(FRAMES, count);
        }
    }

    private void send(OutBuffer out, char name) {
        for (int i = 0; i < FRAMES; i++) {
            String text = name + "" + i + ";";
            ByteBuffer frame = i % 7 == 0 ? direct(text) : octets(text);
            while (!out.offer(frame, pass)) {
                Thread.onSpinWait();
            }
            if (i % 3 == 0) {
                selector.endPass();
            }
        }
    }

    private static void take(ByteArrayEndPoint socket, ByteArrayOutputStream to) {
        ByteBuffer taken = socket.takeOutput();
        byte[] octets = new byte[taken.remaining()];
        taken.get(octets);
        to.writeBytes(octets);
    }
}
