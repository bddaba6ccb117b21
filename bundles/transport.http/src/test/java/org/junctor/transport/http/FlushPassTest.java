package org.junctor.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

final class FlushPassTest {
    private final Traffic traffic = TestSelector.traffic();
    private final ChunkPool chunks = new ChunkPool();
    private final TestSelector readers = new TestSelector();
    private final TestSelector targets = new TestSelector();
    private final FlushPass reading = new FlushPass(readers);
    private final FlushPass own = new FlushPass(targets);

    private final ByteArrayEndPoint socket = new ByteArrayEndPoint(null, 0, null, 1000, false);
    private final OutBuffer out = new OutBuffer(socket, chunks, traffic);

    private void offer(String text) {
        out.offer(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), own);
    }

    @Test
    void theThreadThatReadsFlushesTargetsOfOtherSelectorsItself() {
        reading.read(Callback.from(() -> offer("hello")));

        assertEquals(0, targets.submitted);
        readers.endPass();
        assertEquals("hello", socket.takeOutputString());
        assertNull(FlushPass.current());
    }

    @Test
    void anyOtherThreadLeavesItToTheTargetsSelector() {
        offer("hello");

        assertEquals(0, readers.submitted);
        assertEquals(1, targets.submitted);
        targets.endPass();
        assertEquals("hello", socket.takeOutputString());
    }

    @Test
    void connectionsThatAreReadInOnePassShareItsEnd() {
        reading.read(Callback.from(() -> offer("one ")));
        reading.read(Callback.from(() -> offer("two ")));
        reading.read(Callback.from(() -> offer("three")));

        assertEquals(1, readers.submitted);
        readers.endPass();
        assertEquals("one two three", socket.takeOutputString());
        assertEquals(1, traffic.writes());
    }

    @Test
    void thePassIsLeftWhenAReaderFails() {
        try {
            reading.read(Callback.from(() -> {
                throw new IllegalStateException("a bug");
            }));
        } catch (IllegalStateException expected) {
            assertEquals("a bug", expected.getMessage());
        }

        assertNull(FlushPass.current());
    }
}
