package org.junctor.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junctor.api.transport.Connection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batched subprotocols. */
@Timeout(30)
final class WebSocketBatchTest {
    private final EchoRouter router = new EchoRouter();
    private final Node node = Node.onPort(router, ",\"options\":{\"max_batch_messages\":20}");

    @AfterEach
    void stop() {
        node.close();
    }

    private RawClient client(String subprotocol) throws Exception {
        RawClient client = RawClient.tcp(node);
        String head = client.open("Sec-WebSocket-Protocol: " + subprotocol);
        assertTrue(head.contains("Sec-WebSocket-Protocol: " + subprotocol + "\r\n"), head);
        return client;
    }

    private static byte[] lengths(String... messages) {
        ByteBuffer batch = ByteBuffer.allocate(1000);
        for (String message : messages) {
            batch.putInt(message.length()).put(message.getBytes(StandardCharsets.ISO_8859_1));
        }
        byte[] octets = new byte[batch.flip().remaining()];
        batch.get(octets);
        return RawClient.frame(0x80 | RawClient.BINARY, octets);
    }

    @Test
    void messagesOfABatchArriveOneByOneAndInOrder() throws Exception {
        try (RawClient client = client("wamp.2.json.batched")) {
            client.send(RawClient.TEXT, "[1]\u001E[2]\u001E[3]\u001E");

            for (String message : List.of("[1]\u001E", "[2]\u001E", "[3]\u001E")) {
                RawClient.Heard heard = client.hear();
                assertEquals(RawClient.TEXT, heard.opCode());
                assertEquals(message, heard.text());
            }
            assertEquals("json", router.accepted.take().serializer());
        }
    }

    @Test
    void separatorOfThePeerIsMirrored() throws Exception {
        try (RawClient client = client("wamp.2.json.batched");
                RawClient other = client("wamp.2.json.batched")) {
            client.send(RawClient.TEXT, "[1]\u0018");
            other.send(RawClient.TEXT, "[2]\u001E");

            assertEquals("[1]\u0018", client.hear().text());
            assertEquals("[2]\u001E", other.hear().text());
        }
    }

    @Test
    void binaryMessagesComeWithTheirLength() throws Exception {
        try (RawClient client = client("wamp.2.msgpack.batched")) {
            client.send(lengths("one", "three"));

            RawClient.Heard heard = client.hear();
            assertEquals(RawClient.BINARY, heard.opCode());
            assertEquals("\0\0\0\3one", heard.text());
            assertEquals("\0\0\0\5three", client.hear().text());
        }
    }

    @Test
    void brokenBatchIsAViolationAndNothingOfItIsDelivered() throws Exception {
        for (String batch : List.of("", "[1]\u001E[2]", "[1]", "[1]\u001E\u001E", "[1]\u001E".repeat(21))) {
            try (RawClient client = client("wamp.2.json.batched")) {
                client.send(RawClient.TEXT, batch);

                assertTrue(String.valueOf(router.violations.poll(5, TimeUnit.SECONDS))
                        .startsWith("the batch "));
                assertTrue(client.hear().close().startsWith("1002 the batch "));
            }
        }
        try (RawClient client = client("wamp.2.msgpack.batched")) {
            client.send(RawClient.frame(0x80 | RawClient.BINARY, new byte[] {0, 0, 0, 9, 1}));

            assertEquals(
                    "1002 the batch ends within a message or its length",
                    client.hear().close());
        }
        assertEquals(0, router.received.get());
    }

    @Test
    void pauseWithinABatchHoldsTheRest() throws Exception {
        router.pauseAfterEach = true;
        try (RawClient client = client("wamp.2.json.batched")) {
            Connection connection = router.accepted.take();
            client.send(RawClient.TEXT, "[1]\u001E[2]\u001E[3]\u001E");
            client.send(RawClient.TEXT, "[4]\u001E");

            for (int i = 1; i <= 4; i++) {
                assertEquals("[" + i + "]\u001E", client.hear().text());
                assertEquals(i, router.received.get());
                connection.resume();
            }
        }
    }

    @Test
    void pathMayAllowBatchesOrPlainMessagesOnly() throws Exception {
        try (Node some = Node.onPort(router, ",\"serializers\":[\"json.batched\"]");
                RawClient client = RawClient.tcp(some);
                RawClient batched = RawClient.tcp(some)) {
            assertTrue(client.open("Sec-WebSocket-Protocol: wamp.2.json").startsWith("HTTP/1.1 400"));
            String head = batched.open("Sec-WebSocket-Protocol: wamp.2.json, wamp.2.json.batched");
            assertTrue(head.contains("Sec-WebSocket-Protocol: wamp.2.json.batched\r\n"), head);
        }
        try (RawClient client = RawClient.tcp(node)) {
            String head = client.open("Sec-WebSocket-Protocol: wamp.2.flat.batched, wamp.2.json");
            assertFalse(head.contains("flat"), head);
        }
    }
}
