package org.junctor.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer that sends more messages in a second than its listener allows, and limits that are counted. */
@Timeout(60)
final class WebSocketPaceTest {
    private final EchoRouter router = new EchoRouter();

    private Node node(String limits, String options) {
        return new Node(
                router,
                Map.of(
                        "type",
                        "web",
                        "endpoint",
                        Node.LOOPBACK.replace("}", ",\"limits\":{" + limits + "}}"),
                        "paths",
                        "{\"ws\":{\"type\":\"websocket\",\"options\":{" + options + "}}}"));
    }

    private static byte[] messages(int count) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            all.writeBytes(RawClient.frame(0x80 | RawClient.TEXT, ("[" + i + "]").getBytes(StandardCharsets.US_ASCII)));
        }
        return all.toByteArray();
    }

    @Test
    void whatIsBeyondItsRateIsReadLater() throws Exception {
        try (Node node = node("\"messages_per_second\":2000", "");
                RawClient client = RawClient.json(node)) {
            long begin = System.nanoTime();

            client.send(messages(6000)); // more than is read at once

            for (int i = 0; i < 6000; i++) {
                assertEquals("[" + i + "]", client.hear().text());
            }
            long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            assertTrue(ms > 500, ms + " ms");
            assertTrue(node.listener.details().containsKey("beyond.endpoint.limits.messages_per_second"));
        }
    }

    @Test
    void whoIsWithinItsRateDoesNotWait() throws Exception {
        try (Node node = node("\"messages_per_second\":2000,\"too_fast\":\"close\"", "");
                RawClient client = RawClient.json(node)) {
            client.send(messages(2000));

            for (int i = 0; i < 2000; i++) {
                assertEquals("[" + i + "]", client.hear().text());
            }
        }
    }

    @Test
    void aPausedPeerIsNotTakenForDead() throws Exception {
        try (Node node = node("\"messages_per_second\":1000", "\"auto_ping_interval\":500,\"auto_ping_timeout\":1000");
                RawClient client = RawClient.json(node)) {
            client.send(messages(5000));

            for (int i = 0; i < 5000; ) {
                RawClient.Heard heard = client.hear();
                if (heard.opCode() == RawClient.TEXT) {
                    assertEquals("[" + i++ + "]", heard.text());
                } else {
                    assertEquals(RawClient.PING, heard.opCode());
                    client.send(RawClient.PONG, heard.text());
                }
            }
        }
    }

    @Test
    void whatWasTooLongIsCounted() throws Exception {
        try (Node node = node("", "\"max_message_size\":100,\"max_connections\":1");
                RawClient client = RawClient.json(node)) {
            assertTrue(RawClient.tcp(node)
                    .open("Sec-WebSocket-Protocol: wamp.2.json")
                    .startsWith("HTTP/1.1 503"));

            client.send(RawClient.frame(0x80 | RawClient.TEXT, new byte[101]));

            assertTrue(client.hear().close().startsWith("1009 "));
            Map<String, Object> details = node.listener.details();
            assertEquals(1L, details.get("/ws beyond.options.max_message_size"), details::toString);
            assertEquals(1L, details.get("/ws beyond.options.max_connections"), details::toString);
        }
    }
}
