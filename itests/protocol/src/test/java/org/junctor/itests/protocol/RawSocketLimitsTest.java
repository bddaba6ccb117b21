package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RawSocket listeners with limits of their own. */
final class RawSocketLimitsTest {
    private static final int LONGEST = 1 << 24;
    private static final int STRICT = NodeFile.freePort();
    private static final int FULL = NodeFile.freePort();
    private static final int LARGE = NodeFile.freePort();

    private static Node node;

    @BeforeAll
    static void start(@TempDir Path folder) {
        NodeFile.plain(folder)
                .transport(
                        "strict",
                        "rawsocket",
                        NodeFile.tcp(STRICT),
                        Map.of(
                                "options",
                                Map.of(
                                        "peer_min_message_size", 4096,
                                        "open_handshake_timeout", 1000,
                                        "auto_ping_interval", 300,
                                        "auto_ping_timeout", 1000)))
                .transport("full", "rawsocket", NodeFile.tcp(FULL), Map.of("options", Map.of("max_connections", 2)))
                .transport(
                        "large",
                        "rawsocket",
                        NodeFile.tcp(LARGE),
                        Map.of("options", Map.of("max_message_size", LONGEST)))
                .write();
        node = Node.in(folder).start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static RawSocketPeer open(int port) {
        return RawSocketPeer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** A session that is read octet by octet; the octets of WELCOME are skipped. */
    private static RawSocketPeer join(int port) {
        RawSocketPeer peer = open(port);
        peer.sendHex(RawSocketPeer.JSON_16_MIB);
        peer.readHex(4);
        send(peer, "[1,\"realm1\",{\"roles\":{\"caller\":{},\"callee\":{}}}]");
        assertTrue(read(peer).startsWith("[2,"));
        return peer;
    }

    private static void send(RawSocketPeer peer, String message) {
        peer.sendOctets(message.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(RawSocketPeer peer) {
        String header = peer.readHex(4);
        assertTrue(header.matches("00[0-9a-f]{6}"), header);
        return new String(HexFormat.of().parseHex(peer.readHex(Integer.parseInt(header, 16))), StandardCharsets.UTF_8);
    }

    @Test
    void X09_R4_aClientThatTakesTooLittleIsError2() {
        RawSocketPeer peer = open(STRICT);

        peer.sendHex("7f210000"); // takes 2048 octets

        assertEquals("7f200000", peer.readHex(4));
        assertEquals("", peer.readHex(1));
    }

    @Test
    void X09_R5_aConnectionTooManyIsError4() throws IOException {
        RawSocketPeer one = open(FULL);
        RawSocketPeer two = open(FULL);
        for (RawSocketPeer peer : new RawSocketPeer[] {one, two}) {
            peer.sendHex(RawSocketPeer.JSON_16_MIB);
            assertEquals("7fb10000", peer.readHex(4));
        }
        RawSocketPeer three = open(FULL);

        three.sendHex(RawSocketPeer.JSON_16_MIB);

        assertEquals("7f400000", three.readHex(4));
        assertEquals("", three.readHex(1));
        one.close();
        Waiting.until(Peer.LIMIT, () -> entered(FULL), () -> "the place of one who left is not given away");
        two.close();
    }

    private static boolean entered(int port) {
        RawSocketPeer peer = open(port);
        peer.sendHex(RawSocketPeer.JSON_16_MIB);
        boolean entered = peer.readHex(4).equals("7fb10000");
        peer.cut();
        return entered;
    }

    @Test
    void R6_halfAHandshakeIsCutInTime() {
        RawSocketPeer peer = open(STRICT);
        long begin = System.nanoTime();
        peer.sendHex("7ff1");

        assertEquals("", peer.readHex(1));

        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        assertTrue(ms > 500 && ms < 3000, ms + " ms");
    }

    @Test
    void aSilentClientIsAskedAndLetGo() {
        RawSocketPeer peer = open(STRICT);
        peer.sendHex(RawSocketPeer.JSON_16_MIB);
        peer.readHex(4);
        send(peer, "[1,\"realm1\",{\"roles\":{\"caller\":{}}}]");
        read(peer);

        assertEquals("01000000", peer.readHex(4), "PING");
        peer.sendHex("02000000");
        assertEquals("01000000", peer.readHex(4), "PING");

        assertEquals("", peer.readHex(1), "no PONG: closed");
    }

    @Test
    void X13_messagesOfExactlyTwoToThe24GoBothWays() throws IOException {
        RawSocketPeer callee = join(LARGE);
        RawSocketPeer caller = join(LARGE);
        send(callee, "[64,1,{},\"org.junctor.test.x13\"]");
        assertTrue(read(callee).startsWith("[65,1,"));
        send(caller, "[48,1,{},\"org.junctor.test.x13\"]");
        assertTrue(read(callee).startsWith("[68,1,"));
        String head = "[70,1,{},[\"";
        String yield = head + "x".repeat(LONGEST - head.length() - "\"]]".length()) + "\"]]";

        caller.sendHex("01000000");
        assertEquals("02000000", caller.readHex(4), "still there");
        callee.sendFrame(0x08000000, yield.getBytes(StandardCharsets.UTF_8));

        assertEquals("08000000", caller.readHex(4));
        String result = new String(HexFormat.of().parseHex(caller.readHex(LONGEST)), StandardCharsets.UTF_8);
        assertEquals("[50" + yield.substring(3), result);
        callee.close();
        caller.close();
    }

    @Test
    void X13_R10_aPingOfTwoToThe24IsAnsweredInKind() throws IOException {
        RawSocketPeer peer = open(LARGE);
        peer.sendHex(RawSocketPeer.JSON_16_MIB);
        assertEquals("7ff10000", peer.readHex(4));
        byte[] payload = new byte[LONGEST];
        payload[LONGEST - 1] = 7;

        peer.sendFrame(0x09000000, payload);

        assertEquals("0a000000", peer.readHex(4));
        assertEquals(HexFormat.of().formatHex(payload), peer.readHex(LONGEST));
        peer.close();
    }
}
