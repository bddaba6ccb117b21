package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What all listeners of a node have together, and how slowly peers may send, on a node with small limits. */
final class TransportLimitsTest {
    private static final int CONNECTIONS = 8;
    private static final int LENGTH = 100_000;
    private static final String SLOW = "transport_limits.long.messages.stall.bytes";
    private static final byte[] PART = new byte[6000];

    private static Node node;
    private static NodeFile file;

    @BeforeAll
    static void start(@TempDir Path folder) {
        file = NodeFile.plain(folder)
                .webTransport()
                .rawTransport()
                .transportLimits(Map.of(
                        "connections.max", CONNECTIONS,
                        "long.messages.stall.ms", 1500,
                        "long.messages.stall.bytes", 5000))
                .write();
        node = Node.in(folder).start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static List<JsonNode> listeners() {
        return Json.tree(node.run("status", "-o", "json").ok().output()).findParents("connections.refused");
    }

    /** How many connections there are. */
    private static long open() {
        return listeners().stream()
                .mapToLong(listener -> listener.path("connections").asLong())
                .sum();
    }

    /** How often a limit was exceeded, at all listeners and paths. */
    private static long beyond(String limit) {
        return listeners().stream()
                .flatMap(listener -> listener.properties().stream())
                .filter(figure -> figure.getKey().endsWith("beyond." + limit))
                .mapToLong(figure -> figure.getValue().asLong())
                .sum();
    }

    @Test
    void G12_webSocketThatSendsAMessageTooSlowlyIsClosed() {
        long before = beyond(SLOW);
        try (RawWebSocket frame = RawWebSocket.open(file.webUrl("/ws"));
                RawWebSocket fragments = RawWebSocket.open(file.webUrl("/ws"))) {
            frame.send(RawWebSocket.header(RawWebSocket.TEXT, LENGTH));
            frame.send(PART);
            fragments.send(RawWebSocket.frame(0x01, PART));

            assertEquals(1008, frame.closeCode());
            assertEquals(1008, fragments.closeCode());
        }
        assertEquals(before + 2, beyond(SLOW));
    }

    @Test
    void G12_rawSocketThatSendsAMessageTooSlowlyIsAborted() {
        long before = beyond(SLOW);
        RawSocketPeer peer = RawSocketPeer.connect(file.rawAddress());
        Session.join(peer, Router.OPEN);
        peer.sendFrame(LENGTH, PART);

        Session.expectAbort(peer, "wamp.error.protocol_violation");

        peer.awaitEnd();
        assertEquals(before + 1, beyond(SLOW));
    }

    @Test
    void G12_bodyThatComesTooSlowlyEndsItsConnection() throws IOException {
        long before = beyond(SLOW);
        URI url = LongPollPeer.opened(file.longPollUrl(), Wire.of(Wire.Transport.LONGPOLL, Codec.JSON));
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(15_000);
            String head =
                    "POST %s/send HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n".formatted(url.getPath(), LENGTH);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(PART);

            assertEquals(-1, read(socket));
        }
        assertEquals(before + 1, beyond(SLOW));
    }

    private static int read(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException reset) { // since not all that it sent was read
            return -1;
        }
    }

    @Test
    void G12_whoSendsFastEnoughIsHeard() {
        RawSocketPeer peer = RawSocketPeer.connect(file.rawAddress());
        Session session = Session.join(peer, Router.OPEN);
        String call = Json.text(List.of(Type.CALL, 1, Map.of(), "org.junctor.nobody", List.of("x".repeat(12_000))));
        byte[] octets = call.getBytes(StandardCharsets.UTF_8);
        peer.sendHex("%08x".formatted(octets.length));

        for (int sent = 0; sent < octets.length; sent += 1000) { // 5000 in a second
            peer.sendPart(octets, sent, Math.min(1000, octets.length - sent));
            LockSupport.parkNanos(200_000_000L);
        }

        session.error(Type.CALL, 1, "wamp.error.no_such_procedure");
        peer.cut();
    }

    @Test
    void G12_connectionsOfTheNode() {
        String limit = "transport_limits.connections.max";
        List<Peer> inside = new ArrayList<>();
        Waiting.until(
                Peer.LIMIT,
                () -> !enters(inside) && open() == CONNECTIONS,
                () -> inside.size() + " are let in, where " + CONNECTIONS + " may be");
        long before = beyond(limit);

        assertEquals("", RawSocketPeer.open(file.rawAddress()).readHex(1));

        assertEquals(before + 1, beyond(limit));
        inside.forEach(Peer::cut);
        List<Peer> again = new ArrayList<>();
        Waiting.until(Peer.LIMIT, () -> enters(again), () -> "nobody is let in any more");
        again.forEach(Peer::cut);
    }

    /** Those of the test before may be there for a moment. */
    private static boolean enters(List<Peer> inside) {
        RawSocketPeer peer = RawSocketPeer.open(file.rawAddress());
        peer.sendHex(RawSocketPeer.JSON_16_MIB);
        boolean enters = !peer.readHex(4).isEmpty();
        if (enters) {
            inside.add(peer);
        }
        return enters;
    }
}
