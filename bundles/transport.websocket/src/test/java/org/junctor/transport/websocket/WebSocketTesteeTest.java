package org.junctor.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Random;
import org.junctor.http.api.PathService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The path type {@code websocket-testee}. */
@Timeout(30)
final class WebSocketTesteeTest {
    private static Node node() {
        String path = "{\"ws\":{\"type\":\"websocket-testee\",\"options\":{\"max_message_size\":20000000}}}";
        Node node = new Node(new EchoRouter(), Map.of("type", "web", "endpoint", Node.LOOPBACK, "paths", path));
        node.listener.addPathService(new TesteePath(), Map.of(PathService.TYPE, "websocket-testee"));
        return node;
    }

    @Test
    void textAndBinaryComeBackWithoutASubprotocol() throws Exception {
        try (Node node = node();
                RawClient client = RawClient.tcp(node)) {
            assertTrue(client.open().startsWith("HTTP/1.1 101 "));
            client.send(RawClient.TEXT, "text");
            client.send(RawClient.BINARY, "binary");

            RawClient.Heard text = client.hear();
            assertEquals(RawClient.TEXT, text.opCode());
            assertEquals("text", text.text());
            RawClient.Heard binary = client.hear();
            assertEquals(RawClient.BINARY, binary.opCode());
            assertEquals("binary", binary.text());
        }
    }

    @Test
    void manyLongMessagesComeBackToAPeerThatReadsLate() throws Exception {
        byte[] message = new byte[3_000_000];
        new Random(3).nextBytes(message);
        try (Node node = node();
                RawClient client = RawClient.tcp(node)) {
            client.open();
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < 10; i++) {
                        client.send(RawClient.frame(0x82, message));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            sender.start();

            for (int i = 0; i < 10; i++) {
                byte[] back = new byte[message.length];
                client.hear().payload().get(back);
                assertArrayEquals(message, back);
            }
            sender.join();
        }
    }
}
