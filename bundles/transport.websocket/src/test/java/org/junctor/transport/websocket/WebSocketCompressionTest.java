package org.junctor.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junctor.api.wire.Framing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The extension permessage-deflate. */
@Timeout(30)
final class WebSocketCompressionTest {
    private static final int COMPRESSED_TEXT = 0xC1;
    private static final String ON = ",\"options\":{\"max_message_size\":100000,\"max_frame_size\":0,"
            + "\"compression\":{\"deflate\":{\"request_max_window_bits\":12}}}";
    private static final String ALONE = "client_no_context_takeover;permessage-deflate;server_no_context_takeover";
    private static final String LONG = "[1,\"" + "a common text, ".repeat(200) + "\"]";

    private final EchoRouter router = new EchoRouter();
    private final Node node = Node.onPort(router, ON);

    @AfterEach
    void stop() {
        node.close();
    }

    /** The answer to an offer; empty if it is declined. */
    private static String answer(Node node, String offer) throws Exception {
        try (RawClient client = RawClient.tcp(node)) {
            return answer(client, offer);
        }
    }

    private static String answer(RawClient client, String offer) throws Exception {
        String head = client.open("Sec-WebSocket-Protocol: wamp.2.json", "Sec-WebSocket-Extensions: " + offer);
        assertTrue(head.startsWith("HTTP/1.1 101 "), head);
        if (!head.contains("Sec-WebSocket-Extensions: ")) {
            return "";
        }
        String[] answer = head.replaceFirst("(?s).*Sec-WebSocket-Extensions: ([^\r]*).*", "$1")
                .split(";");
        Arrays.sort(answer);
        return String.join(";", answer);
    }

    private RawClient client(String offer) throws Exception {
        RawClient client = RawClient.tcp(node);
        assertTrue(answer(client, offer).contains("permessage-deflate"));
        return client;
    }

    private static byte[] deflated(byte[] message) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(message);
        byte[] out = new byte[message.length + 100];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length - 4);
    }

    private static byte[] inflated(byte[] payload) throws Exception {
        byte[] input = Arrays.copyOf(payload, payload.length + 4);
        input[payload.length + 2] = (byte) 0xFF;
        input[payload.length + 3] = (byte) 0xFF;
        Inflater inflater = new Inflater(true);
        inflater.setInput(input);
        byte[] out = new byte[200_000];
        int length = inflater.inflate(out);
        inflater.end();
        return Arrays.copyOf(out, length);
    }

    private static byte[] octets(RawClient.Heard heard) {
        byte[] octets = new byte[heard.payload().remaining()];
        heard.payload().duplicate().get(octets);
        return octets;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void offersAreAcceptedAsTheyStandOrDeclined() throws Exception {
        assertEquals(ALONE, answer(node, "permessage-deflate"));
        assertEquals(ALONE, answer(node, "permessage-deflate; server_no_context_takeover"));
        assertEquals("client_max_window_bits=12;" + ALONE, answer(node, "permessage-deflate; client_max_window_bits"));
        assertEquals("client_max_window_bits=9;" + ALONE, answer(node, "permessage-deflate; client_max_window_bits=9"));
        assertEquals(
                ALONE.replace(";server_no", ";server_max_window_bits=8;server_no"),
                answer(node, "permessage-deflate; server_max_window_bits=8"));
        for (String bad : new String[] {
            "server_max_window_bits=16",
            "server_max_window_bits=7",
            "server_max_window_bits=08",
            "server_max_window_bits",
            "server_max_window_bits=x",
            "client_max_window_bits=16",
            "client_max_window_bits=-9",
            "client_no_context_takeover=1",
            "server_no_context_takeover=true",
            "unheard_of"
        }) {
            assertEquals("", answer(node, "permessage-deflate; " + bad), bad);
            assertEquals(ALONE, answer(node, "permessage-deflate; " + bad + ", permessage-deflate"), bad);
        }
        assertEquals("", answer(node, "x-webkit-deflate-frame"));
    }

    @Test
    void nothingIsCompressedUnlessThePathSaysSo() throws Exception {
        try (Node plain = Node.onPort(router, "")) {
            assertEquals("", answer(plain, "permessage-deflate"));
        }
    }

    @Test
    void messagesAreCompressedBothWays() throws Exception {
        try (RawClient client = client("permessage-deflate")) {
            for (int i = 0; i < 3; i++) {
                client.send(RawClient.frame(COMPRESSED_TEXT, deflated(utf8(LONG))));

                RawClient.Heard heard = client.hear();
                assertTrue(heard.compressed());
                assertTrue(heard.payload().remaining() < 100);
                assertArrayEquals(utf8(LONG), inflated(octets(heard)));
            }
        }
    }

    @Test
    void shortAndRandomMessagesAreSentAsTheyAre() throws Exception {
        try (RawClient client = client("permessage-deflate")) {
            client.send(RawClient.frame(COMPRESSED_TEXT, deflated(utf8("[1]"))));
            RawClient.Heard heard = client.hear();
            assertFalse(heard.compressed());
            assertEquals("[1]", heard.text());
        }
        try (RawClient client = RawClient.tcp(node)) {
            client.open("Sec-WebSocket-Protocol: wamp.2.msgpack", "Sec-WebSocket-Extensions: permessage-deflate");
            byte[] noise = new byte[5000];
            new Random(1).nextBytes(noise);
            client.send(RawClient.frame(0x82, noise));
            assertArrayEquals(noise, octets(client.hear()));
        }
    }

    @Test
    void smallWindowIsKept() throws Exception {
        try (RawClient client = client("permessage-deflate; server_max_window_bits=9")) {
            byte[] half = new byte[600];
            new Random(2).nextBytes(half);
            StringBuilder twice = new StringBuilder();
            for (int i = 0; i < 2; i++) {
                for (byte octet : half) {
                    twice.append((char) ('a' + (octet & 15)));
                }
            }
            client.send(RawClient.TEXT, twice.toString());

            RawClient.Heard heard = client.hear();
            assertTrue(heard.compressed());
            // 4 bits for each of the octets: with a larger window the second half would cost next to nothing.
            assertTrue(
                    heard.payload().remaining() > 550,
                    "octets: " + heard.payload().remaining());
            assertEquals(twice.toString(), new String(inflated(octets(heard)), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void fragmentsOfACompressedMessageAreOne() throws Exception {
        try (RawClient client = client("permessage-deflate")) {
            byte[] payload = deflated(utf8(LONG));
            client.send(RawClient.frame(0x41, Arrays.copyOf(payload, 10)));
            client.send(RawClient.PING, "between");
            client.send(RawClient.frame(0x80, Arrays.copyOfRange(payload, 10, payload.length)));

            assertEquals(RawClient.PONG, client.hear().opCode());
            assertArrayEquals(utf8(LONG), inflated(octets(client.hear())));
        }
    }

    @Test
    void lastBlocksMayStandWithinAMessage() throws Exception {
        try (RawClient client = client("permessage-deflate")) {
            // RFC 7692, 7.2.3.4: "Hello" in a block that says it is the last, then the begin of an empty one.
            byte[] hello = {(byte) 0xF3, 0x48, (byte) 0xCD, (byte) 0xC9, (byte) 0xC9, 0x07, 0x00, 0x00};
            client.send(RawClient.frame(COMPRESSED_TEXT, hello));
            assertEquals("Hello", client.hear().text());

            byte[] empties = new byte[2000];
            for (int i = 0; i < empties.length; i += 2) {
                empties[i] = 3;
            }
            client.send(RawClient.frame(COMPRESSED_TEXT, empties));
            assertEquals(
                    "1007 the message is not compressed as it should be",
                    client.hear().close());
        }
    }

    @Test
    void peersWithTheSameAnswerShareFrames() throws Exception {
        List<Framing> framings = new ArrayList<>();
        for (String offer : List.of(
                "permessage-deflate",
                "permessage-deflate; client_no_context_takeover",
                "permessage-deflate; server_max_window_bits=9")) {
            try (RawClient client = client(offer)) {
                framings.add(router.accepted.take().framing());
                client.send(RawClient.frame(0x80 | RawClient.CLOSE, new byte[0]));
            }
        }

        assertSame(framings.get(0), framings.get(1));
        assertNotEquals(framings.get(0), framings.get(2));
    }

    @Test
    void bombIsRefusedBeforeItIsExpanded() throws Exception {
        byte[] bomb = deflated(new byte[90_000_000]);
        assertTrue(bomb.length < 100_000, "octets: " + bomb.length);
        for (int i = 0; i < 2; i++) { // what is measured first is the compiler
            long before = processCpu();
            try (RawClient client = client("permessage-deflate")) {
                client.send(RawClient.frame(COMPRESSED_TEXT, bomb));
                assertEquals(
                        "1009 the message is longer than 100000 octets",
                        client.hear().close());
            }
            long ms = (processCpu() - before) / 1_000_000;
            assertTrue(i == 0 || ms < 100, "CPU: " + ms + " ms");
        }
    }

    private static long processCpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    @Test
    void whatIsNotDeflateIsRefused() throws Exception {
        try (RawClient client = client("permessage-deflate")) {
            client.send(RawClient.frame(COMPRESSED_TEXT, new byte[] {(byte) 0xFF, (byte) 0xFF, 1, 2, 3}));
            assertEquals(
                    "1007 the message is not compressed as it should be",
                    client.hear().close());
        }
        try (RawClient client = client("permessage-deflate")) {
            client.send(RawClient.frame(COMPRESSED_TEXT, deflated(new byte[] {(byte) 0xC0, (byte) 0x80})));
            assertEquals("1007 the text is not UTF-8", client.hear().close());
        }
        try (RawClient client = client("permessage-deflate")) {
            client.send(RawClient.frame(0x41, new byte[] {0}));
            client.send(RawClient.frame(0xC0, new byte[] {0}));
            assertEquals(
                    "1002 RSV1 is set in a frame that continues a message",
                    client.hear().close());
        }
        try (RawClient client = RawClient.json(node)) {
            client.send(RawClient.frame(COMPRESSED_TEXT, deflated(utf8(LONG))));
            assertTrue(client.hear().close().startsWith("1002 "));
        }
    }
}
