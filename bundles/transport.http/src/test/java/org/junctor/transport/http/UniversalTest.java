package org.junctor.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.junctor.http.api.ListenerProtocol;
import org.junctor.http.api.WriteSide;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class UniversalTest {
    private static final String WEB = "{\"paths\":{\"/\":{\"type\":\"name\",\"name\":\"web\"},"
            + "\"a\":{\"type\":\"path\",\"paths\":{\"b\":{\"type\":\"name\",\"name\":\"b\"}}}}}";
    private static final String WEBSOCKET = "{\"ws\":{\"type\":\"websocket\",\"name\":\"ws\"}}";

    private final Listeners on = new Listeners();

    @AfterEach
    void stop() {
        on.close();
    }

    private HttpListener universal(Map<String, Object> more) {
        Map<String, Object> properties =
                new HashMap<>(Map.of("type", "universal", "rawsocket", "{}", "websocket", WEBSOCKET, "web", WEB));
        properties.putAll(more);
        HttpListener listener = on.serving(properties);
        listener.addPathService(Listeners.NAMES, Map.of("type", "name"));
        listener.addPathService(config -> Listeners.NAMES.create(config), Map.of("type", "websocket"));
        return listener;
    }

    private static String octets(int port, byte[] sent, int length) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(sent);
            return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void theFirstOctetDecides() throws Exception {
        HttpListener listener = universal(Map.of());
        ListenerProtocol echo = config -> new Echo();
        listener.addListenerProtocol(echo, Map.of("type", "rawsocket"));
        int port = Listeners.port(listener);

        assertEquals("transport t1 started on http://127.0.0.1:" + port, Listeners.line(listener));
        assertEquals("\u007Fabc", octets(port, "\u007Fabc".getBytes(StandardCharsets.US_ASCII), 4));
        assertEquals("web t1 '/'", on.get(port, "/").body());
        assertEquals("ws t1/ws ''", on.get(port, "/ws").body());
        assertEquals("b t1/a/b ''", on.get(port, "/a/b").body());
    }

    @Test
    void whatFitsNothingIsClosedAtOnce() throws Exception {
        HttpListener listener = universal(Map.of());
        ListenerProtocol echo = config -> new Echo();
        listener.addListenerProtocol(echo, Map.of("type", "rawsocket"));
        int port = Listeners.port(listener);

        assertEquals("", octets(port, new byte[] {0x16}, 1));
        listener.removeListenerProtocol(echo);
        assertEquals("", octets(port, new byte[] {0x7F}, 1));
        assertEquals("web t1 '/'", on.get(port, "/").body());
        listener.addListenerProtocol(echo, Map.of("type", "rawsocket"));
        assertEquals("\u007F", octets(port, new byte[] {0x7F}, 1));
    }

    @Test
    void silenceIsClosed() throws Exception {
        HttpListener listener = universal(
                Map.of("web", WEB.replace("{\"paths\"", "{\"options\":{\"open_handshake_timeout\":100},\"paths\"")));
        listener.addListenerProtocol(config -> new Echo(), Map.of("type", "rawsocket"));

        assertEquals("", octets(Listeners.port(listener), new byte[0], 1));
        assertEquals(1L, listener.details().get("beyond.options.open_handshake_timeout"));
    }

    @Test
    void allOfItWorksInsideTls(@TempDir Path folder) throws Exception {
        TestIdentity server = TestIdentity.of("localhost").write(folder, "server");
        HttpListener listener = universal(Map.of(
                "endpoint",
                "{\"type\":\"tcp\",\"port\":0,\"interface\":\"127.0.0.1\","
                        + "\"tls\":{\"key\":\"server.key\",\"certificate\":\"server.crt\"}}",
                "node.directory",
                folder.toString()));
        listener.addListenerProtocol(config -> new Echo(), Map.of("type", "rawsocket"));
        int port = Listeners.port(listener);
        var client = TestIdentity.client(List.of(server), List.of()).getSocketFactory();
        byte[] long1 = ("\u007F" + "x".repeat(300_000)).getBytes(StandardCharsets.US_ASCII);

        try (Socket raw = client.createSocket(InetAddress.getLoopbackAddress(), port)) {
            raw.getOutputStream().write(long1);
            assertEquals(long1.length, raw.getInputStream().readNBytes(long1.length).length);
        }
        try (Socket http = client.createSocket(InetAddress.getLoopbackAddress(), port)) {
            http.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(http.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answer.endsWith("web t1 '/'"), answer);
        }
    }

    @Test
    void aPathInBothPlacesIsRefused() {
        assertEquals(
                "transport t1, path /ws is both in web.paths and in websocket: keep it in one of them",
                Listeners.text(
                        Listeners.failure(universal(Map.of("web", "{\"paths\":{\"ws\":{\"type\":\"name\"}}}")))));
    }

    @Test
    void aListenerThatServesNothingIsRefused() {
        assertEquals(
                "transport t1 serves nothing: give it rawsocket, websocket or web",
                Listeners.text(Listeners.failure(on.listener(Map.of("type", "universal")))));
    }

    /** Says what it hears, by the write side of its connection. */
    private static final class Echo extends AbstractConnectionFactory implements ConnectionFactory.Detecting {
        Echo() {
            super("rawsocket");
        }

        @Override
        public Detection detect(ByteBuffer buffer) {
            return buffer.get(buffer.position()) == 0x7F ? Detection.RECOGNIZED : Detection.NOT_RECOGNIZED;
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            return new Echoing(endPoint, connector);
        }
    }

    private static final class Echoing extends AbstractConnection.NonBlocking implements Connection.UpgradeTo {
        private final ByteBuffer buffer = ByteBuffer.allocate(20_000).limit(0);

        Echoing(EndPoint endPoint, Connector connector) {
            super(endPoint, connector.getExecutor());
        }

        @Override
        public void onUpgradeTo(ByteBuffer octets) {
            byte[] read = new byte[octets.remaining()];
            octets.get(read);
            WriteSide.of(getEndPoint()).offer(ByteBuffer.wrap(read));
        }

        @Override
        public void onOpen() {
            super.onOpen();
            fillInterested();
        }

        @Override
        public void onFillable() {
            try {
                int filled = getEndPoint().fill(buffer);
                while (filled > 0) {
                    WriteSide side = WriteSide.of(getEndPoint());
                    while (!side.offer(buffer)) {
                        Thread.onSpinWait();
                    }
                    buffer.clear().limit(0);
                    filled = getEndPoint().fill(buffer);
                }
                if (filled < 0) {
                    getEndPoint().close();
                } else {
                    fillInterested();
                }
            } catch (IOException gone) {
                getEndPoint().close(gone);
            }
        }
    }
}
