package org.junctor.transport.rawsocket;

import static org.junctor.transport.rawsocket.TestRouter.next;
import static org.junctor.transport.rawsocket.TestRouter.say;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.transport.Connection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens on an open RawSocket connection. */
@Timeout(30)
final class FramesTest {
    private TestListener listener;
    private RawPeer peer;

    FramesTest() throws Exception {
        listener = TestListener.tcp(Map.of());
        peer = listener.join();
    }

    @BeforeEach
    void open() {
        assertTrue(peer.socket.isConnected());
    }

    @AfterEach
    void close() throws Exception {
        peer.close();
        listener.close();
    }

    private void reopen(Map<String, ?> keys) throws Exception {
        close();
        listener = TestListener.tcp(keys);
        peer = listener.join();
    }

    private static byte[] message(int length) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) (i * 31 + (i >> 8));
        }
        return octets;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** That other connections of the listener still work. */
    private void assertListening() throws IOException {
        try (RawPeer other = listener.join()) {
            other.send(RawPeer.frame(0, text("[]")));
            assertArrayEquals(text("[]"), other.readFrame(0));
        }
    }

    @Test
    void messagesOfAllLengthsArrive() throws Exception {
        for (int length : new int[] {0, 1, 4, 16_380, 16_384, 16_385, 100_000, 1 << 20}) {
            byte[] message = message(length);

            peer.send(RawPeer.frame(0, message));

            assertArrayEquals(message, peer.readFrame(0), "length " + length);
            assertArrayEquals(message, next(listener.router.messages), "length " + length);
        }
    }

    @Test
    void messageOfTwoToThe24IsWrittenWithBitX() throws Exception {
        reopen(Map.of("options", Map.of("max_message_size", 1 << 24)));
        byte[] message = message(1 << 24);

        peer.send(new byte[] {8, 0, 0, 0}, message);

        assertArrayEquals(message, peer.readFrame(8));
    }

    @Test
    void longerMessageThanAgreedClosesTheConnection() throws Exception {
        String fault = "a frame of 1048577 octets, when 1048576 were agreed at most";

        peer.send(0, 0x10, 0, 1); // 2^20 + 1, of which nothing follows

        assertArrayEquals(text(fault), peer.readFrame(0), "the router tells the peer");
        assertTrue(peer.closed());
        assertEquals(fault, next(listener.router.closed));
        assertListening();
    }

    @Test
    void reservedBitsAndTypesCloseTheConnection() throws Exception {
        for (int first : new int[] {3, 7, 0x10, 0x80, 0x1A}) {
            try (RawPeer other = listener.join()) {
                other.send(first, 0, 0, 2, '[', ']');
                String fault = "a frame with reserved bits or of a reserved type: %02x".formatted(first);
                assertArrayEquals(text(fault), other.readFrame(0));
                assertTrue(other.closed(), "first octet " + first);
            }
        }
        peer.send(8, 0, 0, 2, '[', ']'); // bit X, and a length
        peer.readFrame(0);
        assertTrue(peer.closed());
        assertTrue(listener.router.messages.isEmpty());
        assertListening();
    }

    @Test
    void pingIsAnsweredByAPongOfTheSameOctets() throws Exception {
        for (int length : new int[] {0, 5, 70_000, 1 << 20}) {
            byte[] payload = message(length);

            peer.send(RawPeer.frame(1, payload));

            assertArrayEquals(payload, peer.readFrame(2), "length " + length);
        }
        assertTrue(listener.router.messages.isEmpty());
    }

    @Test
    void pongThatNobodyAskedForIsIgnored() throws Exception {
        peer.send(RawPeer.frame(2, text("what")), RawPeer.frame(0, text("[]")));

        assertArrayEquals(text("[]"), peer.readFrame(0));
    }

    @Test
    void pingThatItsSenderWouldNotTakeClosesTheConnection() throws Exception {
        try (RawPeer small = listener.connect()) {
            small.send(0x7F, 0x01, 0, 0);
            small.read(4);
            small.send(RawPeer.frame(1, message(513)));

            assertArrayEquals(text("a PING that is longer than what its sender takes"), small.readFrame(0));
            assertTrue(small.closed());
        }
    }

    @Test
    void pingsAreNotReadWhilePongsAreNot() throws Exception {
        byte[] ping = RawPeer.frame(1, message(60_000)); // long, for few of them fill all buffers
        peer.socket.configureBlocking(false);
        GatheredEndPoint endPoint = listener.endPoints.get(0);
        ByteBuffer flood = ByteBuffer.allocate(0);
        long deadline = System.nanoTime() + 500_000_000;
        long sent = 0;

        while (System.nanoTime() < deadline) {
            flood = flood.hasRemaining() ? flood : ByteBuffer.wrap(ping);
            int written = peer.socket.write(flood);
            sent += written;
            deadline = written > 0 ? System.nanoTime() + 500_000_000 : deadline;
            assertTrue(endPoint.waiting() <= GatheredEndPoint.FULL + ping.length, "unbounded");
        }

        peer.socket.configureBlocking(true);
        for (long whole = sent / ping.length; whole > 0; whole--) {
            assertArrayEquals(Arrays.copyOfRange(ping, 4, ping.length), peer.readFrame(2));
        }
    }

    @Test
    void pausedConnectionDeliversNothingUntilItIsResumed() throws Exception {
        listener.router.pauseAtMessage = true;
        byte[] three = RawPeer.join(
                RawPeer.frame(0, text("[1]")), RawPeer.frame(0, text("[2]")), RawPeer.frame(0, text("[3]")));

        peer.send(three);

        Connection connection = next(listener.router.connections);
        for (String expected : new String[] {"[1]", "[2]", "[3]"}) {
            assertArrayEquals(text(expected), next(listener.router.messages));
            assertArrayEquals(text(expected), peer.readFrame(0)); // whatever is delivered in error came before
            assertTrue(listener.router.messages.isEmpty());
            connection.resume();
        }
        listener.router.pauseAtMessage = false;
        peer.send(RawPeer.frame(0, text("[4]")));
        connection.resume();
        assertArrayEquals(text("[4]"), peer.readFrame(0));
    }

    @Test
    void pausedConnectionIsNotFilled() throws Exception {
        next(listener.router.connections).pause();
        peer.socket.configureBlocking(false);
        ByteBuffer data = ByteBuffer.wrap(RawPeer.frame(0, message(1 << 20)));
        long deadline = System.nanoTime() + 300_000_000;
        long sent = 0;

        while (System.nanoTime() < deadline) {
            int written = peer.socket.write(data);
            sent += written;
            deadline = written > 0 ? System.nanoTime() + 300_000_000 : deadline;
            data = data.hasRemaining() ? data : data.rewind();
        }

        assertTrue(sent > 0);
        assertTrue(listener.router.messages.isEmpty());
    }

    @Test
    void refusedOfferIsFollowedByWritableOnce() throws Exception {
        Connection connection = next(listener.router.connections);
        byte[] message = message(60_000);
        int taken = 0;
        while (say(connection, message, 0, message.length)) {
            taken++;
        }
        int before = listener.router.writable.get();

        for (int i = 0; i < taken; i++) {
            assertArrayEquals(message, peer.readFrame(0));
        }
        peer.send(RawPeer.frame(0, text("[]")));

        assertArrayEquals(text("[]"), peer.readFrame(0));
        assertEquals(0, before);
        assertEquals(1, listener.router.writable.get());
    }

    @Test
    void whatWasTakenIsWrittenBeforeTheConnectionCloses() throws Exception {
        Connection connection = next(listener.router.connections);
        byte[] message = message(60_000);
        int taken = 0;
        while (say(connection, message, 0, message.length)) {
            taken++;
        }

        connection.close(CloseReason.NORMAL, "enough");
        boolean dropped = say(connection, message, 0, message.length);

        for (int i = 0; i < taken; i++) {
            assertArrayEquals(message, peer.readFrame(0));
        }
        assertTrue(peer.closed());
        assertTrue(dropped);
        assertEquals("enough", next(listener.router.closed));
    }

    @Test
    void closedIsToldOnceWhenThePeerGoes() throws Exception {
        peer.send(RawPeer.frame(0, text("[]")), new byte[] {0, 0, 0, 9, '['});
        peer.readFrame(0);

        peer.close();

        assertEquals("the peer closed the connection", next(listener.router.closed));
        listener.close();
        assertTrue(listener.router.closed.isEmpty());
    }

    @Test
    void failureOfTheRouterEndsThatConnectionOnly() throws Exception {
        listener.router.failing = true;
        peer.send(RawPeer.frame(0, text("[]")));

        assertTrue(peer.closed());

        next(listener.router.closed);
        listener.router.failing = false;
        assertListening();
    }

    @Test
    void absentRouterClosesHandshakes() throws Exception {
        listener.protocol.unsetAcceptor(listener.router);

        try (RawPeer other = listener.connect()) {
            other.send(0x7F, 0xF1, 0, 0);
            assertTrue(other.closed());
        }
    }

    @Test
    void detachedConnectionIsGivenToTheNextRouter() throws Exception {
        Connection connection = next(listener.router.connections);
        connection.detach();
        listener.protocol.unsetAcceptor(listener.router);
        peer.send(RawPeer.frame(0, text("[1]")));
        TestRouter successor = new TestRouter();

        listener.protocol.setAcceptor(successor);

        assertArrayEquals(text("[1]"), peer.readFrame(0));
        assertSame(connection, next(successor.connections));
        assertArrayEquals(text("[1]"), next(successor.messages));
        assertTrue(listener.router.messages.isEmpty());
    }

    @Test
    void stoppingTheListenerLetsTheRouterSayGoodbye() throws Exception {
        listener.router.farewell = true;
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(listener::close);

        assertArrayEquals(text("the listener is being stopped"), peer.readFrame(0));
        assertTrue(peer.closed());
        peer.close();
        stopped.get(10, TimeUnit.SECONDS);
        assertEquals("the listener is being stopped", next(listener.router.closed));
        assertTrue(listener.router.closed.isEmpty());
    }

    @Test
    void stoppingTheBundleClosesItsConnections() throws Exception {
        peer.send(RawPeer.frame(0, text("[]")));
        peer.readFrame(0);

        listener.protocol.stop();

        assertTrue(peer.closed());
        assertEquals("the RawSocket transport is being stopped", next(listener.router.closed));
        try (RawPeer late = listener.connect()) {
            late.send(0x7F, 0xF1, 0, 0);
            assertTrue(late.closed());
        }
    }
}
