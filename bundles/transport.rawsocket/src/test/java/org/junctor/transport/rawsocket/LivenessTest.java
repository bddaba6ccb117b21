package org.junctor.transport.rawsocket;

import static org.junctor.transport.rawsocket.TestRouter.next;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that vanish, and peers that send nothing but PINGs. */
@Timeout(30)
final class LivenessTest {

    private static Map<String, ?> options(Object... keysAndValues) {
        Map<String, Object> options = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            options.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return Map.of("options", options);
    }

    @Test
    void tcpAsksWhetherASilentPeerIsThere() throws Exception {
        try (TestListener listener = TestListener.tcp(options("tcp_keepalive", 21));
                RawPeer peer = listener.join()) {
            assertTrue(peer.socket.isConnected());
            SocketChannel socket = (SocketChannel) listener.endPoints.get(0).getTransport();

            assertTrue(socket.getOption(StandardSocketOptions.SO_KEEPALIVE));
            Map<String, Object> values = new TreeMap<>();
            for (var option : socket.supportedOptions()) {
                if (option.name().startsWith("TCP_KEEP")) {
                    values.put(option.name(), socket.getOption(option));
                }
            }
            assertEquals(Map.of("TCP_KEEPIDLE", 21, "TCP_KEEPINTERVAL", 7, "TCP_KEEPCOUNT", 3), values);
        }
    }

    @Test
    void tcpDoesNotAskIfItIsToldNotTo() throws Exception {
        try (TestListener listener = TestListener.tcp(options("tcp_keepalive", 0));
                RawPeer peer = listener.join()) {
            assertTrue(peer.socket.isConnected());
            SocketChannel socket = (SocketChannel) listener.endPoints.get(0).getTransport();

            assertFalse(socket.getOption(StandardSocketOptions.SO_KEEPALIVE));
        }
    }

    @Test
    void aSilentPeerIsSentAPingAndStaysIfItAnswers() throws Exception {
        try (TestListener listener = TestListener.tcp(options("auto_ping_interval", 50, "auto_ping_timeout", 5000));
                RawPeer peer = listener.join()) {
            for (int i = 0; i < 3; i++) {
                assertEquals("01000000", peer.readHex(4));
                peer.send(2, 0, 0, 0);
            }

            assertTrue(listener.router.closed.isEmpty());
        }
    }

    @Test
    void whatEverComesCountsAsAnAnswer() throws Exception {
        byte[] message = "[]".getBytes(StandardCharsets.UTF_8);
        try (TestListener listener = TestListener.tcp(options("auto_ping_interval", 50, "auto_ping_timeout", 5000));
                RawPeer peer = listener.join()) {
            assertEquals("01000000", peer.readHex(4));
            peer.send(RawPeer.frame(0, message));
            assertArrayEquals(message, peer.readFrame(0));
            assertEquals("01000000", peer.readHex(4));
        }
    }

    @Test
    void aPeerThatDoesNotAnswerIsLetGoOnce() throws Exception {
        try (TestListener listener = TestListener.tcp(options("auto_ping_interval", 50, "auto_ping_timeout", 100));
                RawPeer peer = listener.join()) {
            assertEquals("01000000", peer.readHex(4));

            assertTrue(peer.closed());
            assertEquals("no answer to a PING within 100 ms", next(listener.router.closed));
        }
    }

    @Test
    void aPeerIsNotSentPingsByDefault() throws Exception {
        try (TestListener listener = TestListener.tcp(Map.of());
                RawPeer peer = listener.join()) {
            peer.send(RawPeer.frame(1, new byte[] {7}));

            assertEquals("0200000107", peer.readHex(5), "nothing came before the PONG");
        }
    }

    @Test
    void aFloodOfPingsAndPongsEndsTheConnection() throws Exception {
        String fault = "more than 1000 PINGs and PONGs within a second";
        byte[] pong = RawPeer.frame(2, new byte[0]);
        byte[] flood = new byte[0];
        for (int i = 0; i < 1001; i++) {
            flood = RawPeer.join(flood, pong);
        }
        try (TestListener listener = TestListener.tcp(Map.of());
                RawPeer peer = listener.join()) {
            peer.send(flood);

            assertArrayEquals(fault.getBytes(StandardCharsets.UTF_8), peer.readFrame(0));
            assertTrue(peer.closed());
            assertEquals(fault, next(listener.router.closed));
        }
    }
}
