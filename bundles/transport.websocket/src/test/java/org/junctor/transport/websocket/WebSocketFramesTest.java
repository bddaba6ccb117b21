package org.junctor.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.transport.Connection;
import org.junctor.api.wire.WriteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes over the wire once a connection is open. */
@Timeout(30)
final class WebSocketFramesTest {
    private static final String SMALL =
            ",\"options\":{\"max_message_size\":1000,\"max_fragments\":10,\"close_handshake_timeout\":200}";

    private final EchoRouter router = new EchoRouter();
    private Node node = Node.onPort(router, SMALL);

    @BeforeEach
    void start() throws Exception {
        node.url();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void restart(String options) {
        node.close();
        node = Node.onPort(router, options);
    }

    private Connection connection() throws InterruptedException {
        Connection accepted = router.accepted.poll(5, TimeUnit.SECONDS);
        assertNotNull(accepted);
        return accepted;
    }

    private String closed() throws InterruptedException {
        return String.valueOf(router.closed.poll(5, TimeUnit.SECONDS));
    }

    private static String told(RawClient client) throws Exception {
        String close = client.hear().close();
        assertTrue(client.ended());
        return close;
    }

    private long detail(String name) {
        return Long.parseLong(String.valueOf(node.listener.details().get(name)));
    }

    @Test
    void fragmentsBecomeOneMessage() throws Exception {
        try (RawClient client = RawClient.json(node)) {
            client.sendPart(RawClient.TEXT, "[1,\"");
            client.send(RawClient.PING, "between");
            byte[] umlaut = "ä".getBytes(StandardCharsets.UTF_8);
            client.send(RawClient.frame(RawClient.CONTINUATION, new byte[] {umlaut[0]}));
            client.send(RawClient.frame(RawClient.CONTINUATION, new byte[] {umlaut[1]}));
            client.send(RawClient.CONTINUATION, "\"]");

            RawClient.Heard pong = client.hear();
            assertEquals(RawClient.PONG, pong.opCode());
            assertEquals("between", pong.text());
            assertEquals("[1,\"ä\"]", client.hear().text());
        }
    }

    @Test
    void aMessageOfExactlyTheLimitPassesAndOneOctetMoreDoesNot() throws Exception {
        try (RawClient client = RawClient.json(node)) {
            client.send(RawClient.TEXT, "x".repeat(1000));
            assertEquals(1000, client.hear().text().length());

            client.send(RawClient.TEXT, "x".repeat(1001));
            assertTrue(told(client).startsWith("1009 "));
        }
    }

    @Test
    void fragmentsTogetherAreBoundedToo() throws Exception {
        try (RawClient client = RawClient.json(node)) {
            client.sendPart(RawClient.TEXT, "x".repeat(600));
            client.sendPart(RawClient.CONTINUATION, "x".repeat(600));

            assertEquals("1009 the message is longer than 1000 octets", told(client));
            assertEquals("closed by the router with 1009 the message is longer than 1000 octets", closed());
        }
    }

    @Test
    void tooManyFragmentsEndTheConnection() throws Exception {
        try (RawClient client = RawClient.json(node)) {
            client.sendPart(RawClient.TEXT, "x");
            for (int i = 0; i < 10; i++) {
                client.sendPart(RawClient.CONTINUATION, "");
            }

            assertEquals("1008 the message has more than 10 fragments", told(client));
        }
    }

    @Test
    void theWrongKindOfFrameIsRefused() throws Exception {
        try (RawClient client = RawClient.json(node)) {
            client.send(RawClient.BINARY, "[1]");
            assertEquals("1003 wamp.2.json is sent in text frames, not in binary ones", told(client));
        }
        try (RawClient client = RawClient.tcp(node)) {
            client.open("Sec-WebSocket-Protocol: wamp.2.msgpack");
            client.send(RawClient.TEXT, "[1]");
            assertEquals("1003 wamp.2.msgpack is sent in binary frames, not in text ones", told(client));
        }
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws Exception {
        byte[][] bad = {
            {(byte) 0xC0, (byte) 0x80}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, {'a', (byte) 0xE2, (byte) 0x82}
        };
        for (byte[] text : bad) {
            try (RawClient client = RawClient.json(node)) {
                client.send(RawClient.frame(0x80 | RawClient.TEXT, text));
                assertEquals("1007 the text is not UTF-8", told(client));
            }
        }
    }

    @Test
    void anUnmaskedFrameIsAProtocolError() throws Exception {
        try (RawClient client = RawClient.json(node)) {
            client.send(new byte[] {(byte) 0x81, 1, 'x'});
            assertTrue(told(client).startsWith("1002 "));
        }
    }

    @Test
    void whatWasTakenIsWrittenBeforeTheCloseAndNothingAfterIt() throws Exception {
        try (RawClient client = RawClient.json(node)) {
            Connection connection = connection();
            WriteBuffer out = new WriteBuffer(100);
            for (int i = 0; i < 100; i++) {
                out.clear().putUtf8("[" + i + "]");
                connection.framing().frame(out);
                assertTrue(connection.offer(out.view()));
            }
            connection.close(CloseReason.PROTOCOL_ERROR, "you said HELLO twice");
            assertTrue(connection.offer(out.view()));

            for (int i = 0; i < 100; i++) {
                assertEquals("[" + i + "]", client.hear().text());
            }
            assertEquals("1002 you said HELLO twice", told(client));
            assertEquals("closed by the router with 1002 you said HELLO twice", closed());
        }
    }

    @Test
    void aFarewellReachesAPeerThatGoesOnSending() throws Exception {
        try (RawClient client = RawClient.json(node)) {
            Connection connection = connection();
            byte[] message = RawClient.frame(0x80 | RawClient.TEXT, "[48]".getBytes(StandardCharsets.UTF_8));
            client.send(message);
            assertEquals("[48]", client.hear().text());
            connection.close(CloseReason.POLICY, "enough");
            for (int i = 0; i < 200; i++) {
                client.send(message);
            }

            assertEquals("1008 enough", client.hear().close());
        }
    }

    @Test
    void thePeersCloseIsAnswered() throws Exception {
        try (RawClient client = RawClient.json(node)) {
            client.send(RawClient.frame(0x80 | RawClient.CLOSE, new byte[] {0x03, (byte) 0xE8, 'b', 'y', 'e'}));

            assertEquals("1000 bye", told(client));
            assertEquals("closed by the peer with 1000 bye", closed());
        }
    }

    @Test
    void aPeerThatDoesNotAnswerOurCloseIsLetGo() throws Exception {
        try (RawClient client = RawClient.json(node)) {
            connection().close(CloseReason.NORMAL, "goodbye");

            assertEquals("1000 goodbye", client.hear().close());
            assertTrue(client.ended());
            assertEquals("closed by the router with 1000 goodbye", closed());
        }
    }

    @Test
    void aLostConnectionIsTold() throws Exception {
        try (RawClient client = RawClient.json(node)) {
            client.send(RawClient.TEXT, "[1]");
            assertEquals("[1]", client.hear().text());
        }

        assertNotNull(router.closed.poll(5, TimeUnit.SECONDS));
        assertNull(router.closed.poll());
    }

    @Test
    void aSilentPeerIsPingedThenClosed() throws Exception {
        restart(",\"options\":{\"auto_ping_interval\":100,\"auto_ping_timeout\":200,\"auto_ping_size\":20}");
        try (RawClient client = RawClient.json(node)) {
            RawClient.Heard ping = client.hear();
            assertEquals(RawClient.PING, ping.opCode());
            assertEquals(20, ping.text().length());
            client.send(RawClient.PONG, ping.text());
            assertEquals(RawClient.PING, client.hear().opCode());

            assertEquals("1008 no answer to a ping within 200 ms", told(client));
        }
    }

    @Test
    void aFloodOfPingsEndsTheConnection() throws Exception {
        try (RawClient client = RawClient.json(node)) {
            ByteArrayOutputStream flood = new ByteArrayOutputStream();
            for (int i = 0; i < 100_000; i++) {
                flood.writeBytes(RawClient.frame(0x80 | RawClient.PING, new byte[0]));
            }
            client.send(flood.toByteArray());

            RawClient.Heard heard = client.hear();
            while (heard.opCode() == RawClient.PONG) {
                heard = client.hear();
            }
            assertEquals("1008 too many pings", heard.close());
        }
    }

    @Test
    void aPausedConnectionIsNotReadUntilItIsResumed() throws Exception {
        try (RawClient client = RawClient.json(node)) {
            Connection connection = connection();
            client.send(RawClient.TEXT, "[1]");
            assertEquals("[1]", client.hear().text());
            router.pauseAfterEach = true;
            for (int i = 2; i <= 5; i++) {
                client.send(RawClient.TEXT, "[" + i + "]");
            }
            for (int i = 2; i <= 5; i++) {
                assertEquals("[" + i + "]", client.hear().text());
                assertEquals(i, router.received.get());
                connection.resume();
            }
        }
    }

    @Test
    void pipelinedMessagesShareWrites() throws Exception {
        try (RawClient client = RawClient.json(node)) {
            ByteArrayOutputStream many = new ByteArrayOutputStream();
            for (int i = 0; i < 500; i++) {
                many.writeBytes(
                        RawClient.frame(0x80 | RawClient.TEXT, ("[" + i + "]").getBytes(StandardCharsets.UTF_8)));
            }
            long before = detail("writes");
            client.send(many.toByteArray());

            for (int i = 0; i < 500; i++) {
                assertEquals("[" + i + "]", client.hear().text());
            }
            assertEquals(500, detail("frames.written"));
            assertTrue(detail("writes") - before < 50, "writes: " + (detail("writes") - before));
        }
    }

    @Test
    void longMessagesComeBackWhole() throws Exception {
        restart(",\"options\":{\"max_message_size\":5000000}");
        try (RawClient client = RawClient.json(node)) {
            String text = "[\"" + "0123456789abcdef".repeat(250_000) + "\"]";
            client.send(RawClient.TEXT, text);
            assertEquals(text, client.hear().text());
            client.send(RawClient.TEXT, text);
            assertEquals(text, client.hear().text());
        }
    }

    @Test
    void unixSocketsWorkTheSame(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("ws");
        Map<String, Object> properties =
                Map.of("type", "websocket", "endpoint", "{\"type\":\"unix\",\"path\":\"" + path + "\"}");
        try (Node unix = new Node(router, properties)) {
            assertEquals("unix:" + path, unix.url());
            try (RawClient client = RawClient.unix(path)) {
                client.open("Sec-WebSocket-Protocol: wamp.2.json");
                assertEquals("unix", connection().peer().address());
                for (int i = 0; i < 50; i++) {
                    client.send(RawClient.TEXT, "[" + i + "]");
                }
                for (int i = 0; i < 50; i++) {
                    assertEquals("[" + i + "]", client.hear().text());
                }
            }
        }
    }
}
