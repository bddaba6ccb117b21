package org.junctor.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** WebSocket in a stream of HTTP/2 (RFC 8441). */
@Timeout(60)
final class WebSocketHttp2Test {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int END_HEADERS = 4;
    private static final int STREAM = 1;
    private static final int INDEXED_STATUS_200 = 0x88;

    private static final Map<String, Object> HTTP2 = Map.of(
            "type",
            "web",
            "endpoint",
            Node.LOOPBACK,
            "options",
            "{\"http2\":true}",
            "paths",
            "{\"ws\":{\"type\":\"websocket\"}}");

    private final EchoRouter router = new EchoRouter();

    private static void send(Socket socket, int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.putInt((payload.length << 8) | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload);
        socket.getOutputStream().write(frame.array());
    }

    private static byte[] payload(DataInputStream in, int type) throws IOException {
        while (true) {
            int head = in.readInt();
            in.readByte();
            in.readInt();
            byte[] payload = in.readNBytes(head >>> 8);
            if ((head & 0xFF) == type) {
                return payload;
            }
        }
    }

    /** Literal fields without indexing (RFC 7541, 6.2.2). */
    private static byte[] fields(String... namesAndValues) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i++) {
            byte[] text = namesAndValues[i].getBytes(StandardCharsets.US_ASCII);
            if (i % 2 == 0) {
                block.write(0);
            }
            block.write(text.length);
            block.writeBytes(text);
        }
        return block.toByteArray();
    }

    /** The first octet behind updates of the table's size (RFC 7541, 6.3). */
    private static int firstField(byte[] block) {
        int at = 0;
        while ((block[at] & 0xE0) == 0x20) {
            boolean more = (block[at++] & 0x1F) == 0x1F;
            while (more) {
                more = block[at++] < 0;
            }
        }
        return block[at] & 0xFF;
    }

    @Test
    void messagesGoThroughAStream() throws Exception {
        try (Node node = new Node(router, HTTP2);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            socket.getOutputStream().write(PREFACE);
            send(socket, SETTINGS, 0, 0, new byte[0]);
            send(
                    socket,
                    HEADERS,
                    END_HEADERS,
                    STREAM,
                    fields(
                            ":method",
                            "CONNECT",
                            ":protocol",
                            "websocket",
                            ":scheme",
                            "http",
                            ":path",
                            "/ws",
                            ":authority",
                            "localhost",
                            "sec-websocket-version",
                            "13",
                            "sec-websocket-protocol",
                            "wamp.2.json"));
            assertEquals(INDEXED_STATUS_200, firstField(payload(in, HEADERS)));
            assertNotNull(router.accepted.poll(5, TimeUnit.SECONDS));

            byte[] text = "[1,\"realm1\",{}]".getBytes(StandardCharsets.US_ASCII);
            send(socket, DATA, 0, STREAM, RawClient.frame(0x80 | RawClient.TEXT, text));

            ByteBuffer heard = ByteBuffer.wrap(payload(in, DATA));
            assertEquals(0x80 | RawClient.TEXT, heard.get() & 0xFF);
            assertEquals(text.length, heard.get());
            assertEquals(
                    "[1,\"realm1\",{}]", StandardCharsets.US_ASCII.decode(heard).toString());
        }
        assertNotNull(router.closed.poll(5, TimeUnit.SECONDS));
    }
}
