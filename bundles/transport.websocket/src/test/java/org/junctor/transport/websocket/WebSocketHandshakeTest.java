package org.junctor.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junctor.api.transport.Connection;
import org.junctor.api.transport.Listener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WebSocketHandshakeTest {
    private static final String JSON = "Sec-WebSocket-Protocol: wamp.2.json";

    private final EchoRouter router = new EchoRouter();

    private static String status(String head) {
        return head.substring(0, head.indexOf("\r\n"));
    }

    private Connection connection() throws InterruptedException {
        Connection accepted = router.accepted.poll(5, TimeUnit.SECONDS);
        assertNotNull(accepted);
        return accepted;
    }

    @Test
    void theFirstOfferThatIsKnownIsTaken() throws Exception {
        try (Node node = Node.onPort(router, "");
                RawClient client = RawClient.tcp(node)) {
            String head = client.open(
                    "Sec-WebSocket-Protocol: wamp.2.cbor, wamp.2.msgpack, wamp.2.json",
                    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");

            assertEquals("HTTP/1.1 101 Switching Protocols", status(head));
            assertTrue(head.contains("Sec-WebSocket-Protocol: wamp.2.msgpack\r\n"), head);
            assertFalse(head.contains("Sec-WebSocket-Extensions"), head);
            assertEquals("msgpack", connection().serializer());
        }
    }

    @Test
    void thePathMayAllowFewerSerializers() throws Exception {
        try (Node node = Node.onPort(router, ",\"serializers\":[\"cbor\",\"json\"]");
                RawClient client = RawClient.tcp(node)) {
            client.open("Sec-WebSocket-Protocol: wamp.2.msgpack, wamp.2.json");

            assertEquals("json", connection().serializer());
        }
    }

    @Test
    void withoutACommonSubprotocolTheAnswerListsThem() throws Exception {
        try (Node node = Node.onPort(router, "")) {
            for (String[] headers : new String[][] {{}, {"Sec-WebSocket-Protocol: wamp.2.cbor, chat"}}) {
                try (RawClient client = RawClient.tcp(node)) {
                    String head = client.open(headers);

                    assertEquals("HTTP/1.1 400 Bad Request", status(head));
                    assertTrue(client.body(head)
                            .endsWith("Subprotocols: wamp.2.json, wamp.2.json.batched, wamp.2.msgpack,"
                                    + " wamp.2.msgpack.batched\n"));
                }
            }
        }
    }

    @Test
    void whatIsNoHandshakeIsToldWhatThisIs() throws Exception {
        try (Node node = Node.onPort(router, "");
                RawClient client = RawClient.tcp(node)) {
            String head = client.request("GET /ws HTTP/1.1\r\nHost: x\r\n\r\n");
            assertEquals("HTTP/1.1 426 Upgrade Required", status(head));
            assertTrue(client.body(head).startsWith("This is a WAMP router: connect with WebSocket."));

            String upgrade = "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
            head = client.request(upgrade + "Sec-WebSocket-Version: 8\r\n\r\n");
            assertEquals("HTTP/1.1 426 Upgrade Required", status(head));
            assertTrue(head.contains("Sec-WebSocket-Version: 13\r\n"), head);
            client.body(head);

            head = client.request(upgrade + "Sec-WebSocket-Version: 13\r\n\r\n");
            assertEquals("HTTP/1.1 400 Bad Request", status(head));
        }
    }

    @Test
    void pagesOfOtherOriginsAreRefused() throws Exception {
        String options = ",\"options\":{\"allowed_origins\":[\"https://*.example.com\"],\"allow_null_origin\":false}";
        try (Node node = Node.onPort(router, options)) {
            String[][] cases = {
                {"https://a.example.com", "101"},
                {"https://example.com.evil.org", "403"},
                {"http://a.example.com", "403"},
                {"null", "403"}
            };
            for (String[] origin : cases) {
                try (RawClient client = RawClient.tcp(node)) {
                    String head = client.open(JSON, "Origin: " + origin[0]);
                    assertTrue(status(head).startsWith("HTTP/1.1 " + origin[1]), origin[0] + ": " + head);
                }
            }
            try (RawClient client = RawClient.tcp(node)) {
                assertTrue(status(client.open(JSON)).startsWith("HTTP/1.1 101"));
            }
        }
    }

    @Test
    void moreConnectionsThanThePathAllowsGet503() throws Exception {
        try (Node node = Node.onPort(router, ",\"options\":{\"max_connections\":1,\"close_handshake_timeout\":1000}")) {
            try (RawClient first = RawClient.json(node);
                    RawClient second = RawClient.tcp(node)) {
                connection();
                String head = second.open(JSON);
                assertEquals("HTTP/1.1 503 Service Unavailable", status(head));
                assertTrue(second.body(head).contains("max_connections"));
                first.send(RawClient.frame(0x80 | RawClient.CLOSE, new byte[0]));
                assertEquals(RawClient.CLOSE, first.hear().opCode());
            }
            assertNotNull(router.closed.poll(5, TimeUnit.SECONDS));
            try (RawClient third = RawClient.tcp(node)) {
                assertEquals("HTTP/1.1 101 Switching Protocols", status(third.open(JSON)));
            }
        }
    }

    @Test
    void withoutARouterHandshakesGet503() throws Exception {
        try (Node node = Node.onPort(router, "")) {
            node.webSocket.unsetAcceptor(router);
            try (RawClient client = RawClient.tcp(node)) {
                assertEquals("HTTP/1.1 503 Service Unavailable", status(client.open(JSON)));
            }
        }
    }

    @Test
    void theRouterIsToldWhoCameAndWhere() throws Exception {
        String keys = ",\"auth\":{\"anonymous\":{\"type\":\"static\",\"role\":\"guest\"}},\"request_ids\":\"off\"";
        try (Node node = Node.onPort(router, keys);
                RawClient client = RawClient.tcp(node)) {
            client.open(
                    JSON,
                    "User-Agent: test",
                    "X-Forwarded-For: 1.2.3.4",
                    "X-Forwarded-For: 5.6.7.8",
                    "Cookie: cbtid=abc; other=1",
                    "Authorization: Basic c2VjcmV0");

            Connection connection = connection();
            assertEquals("websocket", connection.peer().transport());
            assertTrue(connection.peer().address().startsWith("127.0.0.1:"));
            assertFalse(connection.peer().secure());
            assertEquals(Map.of("cbtid", "abc", "other", "1"), connection.peer().cookies());
            assertEquals("test", connection.peer().headers().get("user-agent"));
            assertEquals("1.2.3.4, 5.6.7.8", connection.peer().headers().get("x-forwarded-for"));
            assertFalse(connection.peer().headers().containsKey("cookie"));
            assertFalse(connection.peer().headers().containsKey("authorization"));
            assertEquals(
                    new Listener(
                            "t1/ws",
                            Map.of("anonymous", Map.of("type", "static", "role", "guest")),
                            Listener.RequestIds.OFF),
                    connection.listener());
            assertEquals(WebSocketFraming.TEXT, connection.framing());
        }
    }

    @Test
    void aMessageInTheSamePacketAsTheHandshakeIsNotLost() throws Exception {
        try (Node node = Node.onPort(router, "");
                RawClient client = RawClient.tcp(node)) {
            byte[] head = ("GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + JSON
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] hello = RawClient.frame(0x81, new byte[] {'[', '1', ']'});
            byte[] both = Arrays.copyOf(head, head.length + hello.length);
            System.arraycopy(hello, 0, both, head.length, hello.length);
            client.send(both);

            assertTrue(client.request("").startsWith("HTTP/1.1 101"));
            assertEquals("[1]", client.hear().text());
        }
    }

    @Test
    void aConnectionOutlivesTheRouterThatLeaves() throws Exception {
        EchoRouter next = new EchoRouter();
        try (Node node = Node.onPort(router, "");
                RawClient client = RawClient.json(node)) {
            Connection connection = connection();
            node.webSocket.unsetAcceptor(router);
            connection.detach();
            client.send(RawClient.TEXT, "[1]");

            node.webSocket.setAcceptor(next);

            assertEquals("[1]", client.hear().text());
            assertEquals(1, next.reused.get());
            assertEquals(0, router.received.get());
        }
    }
}
