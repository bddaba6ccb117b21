package org.junctor.transport.rawsocket;

import static org.junctor.transport.rawsocket.TestRouter.next;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junctor.api.operation.PartFailure;
import org.junctor.api.transport.Connection;
import org.junctor.api.transport.Listener;
import org.junctor.http.api.PathConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a RawSocket connection is opened, and how it is refused. */
@Timeout(20)
final class HandshakeTest {
    private static final byte[] HELLO = "[1,\"realm1\",{}]".getBytes(StandardCharsets.UTF_8);

    private static Map<String, Object> option(String key, Object value) {
        return Map.of("options", Map.of(key, value));
    }

    private static String reply(Map<String, ?> keys, int... handshake) throws Exception {
        try (TestListener listener = TestListener.tcp(keys);
                RawPeer peer = listener.connect()) {
            peer.send(handshake);
            String reply = peer.readHex(4);
            if (reply.endsWith("0000") && reply.charAt(3) == '0') {
                assertTrue(peer.closed(), "a refused connection stays open");
            }
            return reply;
        }
    }

    @Test
    void repliesWithTheSerializerAndItsOwnLength() throws Exception {
        assertEquals("7fb10000", reply(Map.of(), 0x7F, 0xF1, 0, 0));
        assertEquals("7f010000", reply(option("max_message_size", 512), 0x7F, 0x01, 0, 0));
        assertEquals("7f110000", reply(option("max_message_size", 513), 0x7F, 0x01, 0, 0));
        assertEquals("7ff10000", reply(option("max_message_size", 64 << 20), 0x7F, 0x01, 0, 0));
    }

    @Test
    void refusesASerializerThatThereIsNot() throws Exception {
        assertEquals("7f100000", reply(Map.of(), 0x7F, 0xF0, 0, 0));
        assertEquals("7f100000", reply(Map.of(), 0x7F, 0xF2, 0, 0));
        assertEquals("7f100000", reply(Map.of("serializers", List.of("cbor")), 0x7F, 0xF1, 0, 0));
        assertEquals("7fb10000", reply(Map.of("serializers", List.of("cbor", "json")), 0x7F, 0xF1, 0, 0));
    }

    @Test
    void refusesALengthThatIsTooSmall() throws Exception {
        Map<String, Object> keys = option("peer_min_message_size", 65536);

        assertEquals("7f200000", reply(keys, 0x7F, 0x61, 0, 0));
        assertEquals("7fb10000", reply(keys, 0x7F, 0x71, 0, 0));
    }

    @Test
    void refusesReservedOctets() throws Exception {
        assertEquals("7f300000", reply(Map.of(), 0x7F, 0xF1, 0, 1));
        assertEquals("7f300000", reply(Map.of(), 0x7F, 0xF1, 0x80, 0));
    }

    @Test
    void refusesMoreConnectionsThanAllowed() throws Exception {
        try (TestListener listener = TestListener.tcp(option("max_connections", 1))) {
            RawPeer first = listener.join();
            try (RawPeer second = listener.connect()) {
                second.send(0x7F, 0xF1, 0, 0);
                assertEquals("7f400000", second.readHex(4));
                assertTrue(second.closed());
            }

            first.close();
            next(listener.router.closed);

            try (RawPeer third = listener.connect()) {
                third.send(0x7F, 0xF1, 0, 0);
                assertEquals("7fb10000", third.readHex(4));
            }
        }
    }

    @Test
    void closesAtOnceWhatBeginsOtherwise() throws Exception {
        try (TestListener listener = TestListener.tcp(Map.of());
                RawPeer peer = listener.connect()) {
            peer.send('G');

            assertTrue(peer.closed());
            assertTrue(listener.router.connections.isEmpty());
        }
    }

    @Test
    void cutsAHandshakeThatDoesNotEnd() throws Exception {
        try (TestListener listener = TestListener.tcp(option("open_handshake_timeout", 100));
                RawPeer silent = listener.connect();
                RawPeer halting = listener.connect()) {
            halting.send(0x7F, 0xF1);

            assertTrue(silent.closed());
            assertTrue(halting.closed());
        }
    }

    @Test
    void keepsAConnectionWhoseHandshakeWasInTime() throws Exception {
        try (TestListener listener = TestListener.tcp(option("open_handshake_timeout", 200));
                RawPeer peer = listener.join();
                RawPeer late = listener.connect()) {
            assertTrue(late.closed()); // the time limit of one that came later is over

            peer.send(RawPeer.frame(0, HELLO));

            assertArrayEquals(HELLO, peer.readFrame(0));
        }
    }

    @Test
    void takesAHandshakeInPartsAndAMessageOctetByOctet() throws Exception {
        try (TestListener listener = TestListener.tcp(Map.of());
                RawPeer peer = listener.connect()) {
            peer.send(0x7F);
            peer.send(0xF1);
            peer.send(0, 0);
            assertEquals("7fb10000", peer.readHex(4));
            for (byte octet : RawPeer.frame(0, HELLO)) {
                peer.send(new byte[] {octet});
            }

            assertArrayEquals(HELLO, peer.readFrame(0));
        }
    }

    @Test
    void takesTheFirstMessageWithTheHandshake() throws Exception {
        try (TestListener listener = TestListener.tcp(Map.of());
                RawPeer peer = listener.connect()) {
            peer.send(new byte[] {0x7F, (byte) 0xF1, 0, 0}, RawPeer.frame(0, HELLO), RawPeer.frame(0, HELLO));

            assertEquals("7fb10000", peer.readHex(4));
            assertArrayEquals(HELLO, peer.readFrame(0));
            assertArrayEquals(HELLO, peer.readFrame(0));
        }
    }

    @Test
    void sharesAPortWithHttp() throws Exception {
        try (TestListener listener = TestListener.shared();
                RawPeer raw = listener.connect();
                RawPeer web = listener.connect()) {
            raw.send(new byte[] {0x7F, (byte) 0xF1, 0, 0}, RawPeer.frame(0, HELLO));
            web.send("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertEquals("7fb10000", raw.readHex(4));
            assertArrayEquals(HELLO, raw.readFrame(0));
            assertEquals("HTTP/1.1", new String(web.read(8), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void worksOverUnixDomainSockets(@TempDir Path folder) throws Exception {
        try (TestListener listener = TestListener.unix(folder.resolve("raw.sock"));
                RawPeer peer = listener.join()) {
            peer.send(RawPeer.frame(0, HELLO));

            assertArrayEquals(HELLO, peer.readFrame(0));
            assertEquals("unix", next(listener.router.connections).peer().address());
        }
    }

    @Test
    void tellsTheRouterWhoConnects() throws Exception {
        Map<String, ?> keys = Map.of("request_ids", "off", "auth", Map.of("anonymous", Map.of("role", "guest")));
        try (TestListener listener = TestListener.tcp(keys);
                RawPeer peer = listener.connect()) {
            peer.send(0x7F, 0x21, 0, 0);
            peer.read(4);

            Connection connection = next(listener.router.connections);
            assertEquals("rawsocket", connection.peer().transport());
            assertEquals(
                    peer.socket.getLocalAddress().toString().substring(1),
                    connection.peer().address());
            assertEquals("json", connection.serializer());
            assertEquals(2048, connection.maxMessageBytes());
            assertEquals("t1", connection.listener().id());
            assertEquals(Listener.RequestIds.OFF, connection.listener().requestIds());
            assertEquals(
                    "guest",
                    connection
                            .listener()
                            .auth()
                            .getOrDefault("anonymous", Map.of())
                            .get("role"));
        }
    }

    @Test
    void wrongConfigurationIsNamed() {
        RawSocketProtocol protocol = new RawSocketProtocol();

        PartFailure options = assertThrows(
                PartFailure.class, () -> protocol.create(new PathConfig("t1", Map.of("options", 5), Path.of(""))));
        PartFailure size = assertThrows(
                PartFailure.class,
                () -> protocol.create(new PathConfig("t1", option("max_message_size", "big"), Path.of(""))));
        PartFailure ids = assertThrows(
                PartFailure.class,
                () -> protocol.create(new PathConfig("t1", Map.of("request_ids", "loose"), Path.of(""))));

        assertEquals("options is not an object", options.getMessage());
        assertEquals("options.max_message_size is big: use an integer of 0 or more", size.getMessage());
        assertEquals("request_ids is loose: use strict, monotonic or off", ids.getMessage());
    }
}
