package org.junctor.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class Http2Test {
    private static final TestIdentity SERVER = TestIdentity.of("localhost");
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int RST_STREAM = 3;

    private final Path folder;
    private final Listeners on = new Listeners();

    Http2Test(@TempDir Path folder) throws Exception {
        this.folder = folder;
        SERVER.write(folder, "server");
    }

    @AfterEach
    void stop() {
        on.close();
    }

    private int port(boolean tls, String options) throws Exception {
        Map<String, Object> properties = new HashMap<>(Map.of("options", options, "node.directory", folder.toString()));
        if (tls) {
            properties.put(
                    "endpoint",
                    "{\"type\":\"tcp\",\"port\":0,\"interface\":\"127.0.0.1\","
                            + "\"tls\":{\"key\":\"server.key\",\"certificate\":\"server.crt\"}}");
        }
        return Listeners.port(on.serving(properties));
    }

    private static HttpResponse<String> get(String uri) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(TestIdentity.client(List.of(SERVER), List.of()))
                .build();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
        client.send(request, HttpResponse.BodyHandlers.ofString());
        for (int i = 0; i < 20; i++) {
            answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertEquals("root t1 '/'", answer.get().body());
        }
        return answers.get(0).get();
    }

    @Test
    void agreedOnInTheHandshake() throws Exception {
        int port = port(true, "{\"http2\":true}");

        assertEquals(
                HttpClient.Version.HTTP_2,
                get("https://localhost:" + port + "/").version());
    }

    @Test
    void upgradedToWithoutTls() throws Exception {
        int port = port(false, "{\"http2\":true}");

        assertEquals(
                HttpClient.Version.HTTP_2, get("http://127.0.0.1:" + port + "/").version());
    }

    @Test
    void browsersAreToldToStayWithHttpsWhereTheyUseIt() throws Exception {
        String name = "Strict-Transport-Security";
        String year = "{\"http2\":true,\"hsts\":true}";
        String forget = "{\"hsts\":true,\"hsts_max_age\":0}";

        assertEquals(
                List.of("max-age=31536000"),
                get("https://localhost:" + port(true, year) + "/").headers().allValues(name));
        assertEquals(
                List.of("max-age=0"),
                get("https://localhost:" + port(true, forget) + "/").headers().allValues(name));
        assertEquals(
                List.of(),
                get("https://localhost:" + port(true, "{\"hsts_max_age\":9}") + "/")
                        .headers()
                        .allValues(name));
        assertEquals(
                List.of(),
                get("http://127.0.0.1:" + port(false, year) + "/").headers().allValues(name));
    }

    @Test
    void notSpokenUnlessConfigured() throws Exception {
        int secure = port(true, "{}");
        int plain = port(false, "{}");

        assertEquals(
                HttpClient.Version.HTTP_1_1,
                get("https://localhost:" + secure + "/").version());
        assertEquals(
                HttpClient.Version.HTTP_1_1,
                get("http://127.0.0.1:" + plain + "/").version());
    }

    private static SSLSocket offering(int port, String... protocols) throws Exception {
        SSLSocket socket = (SSLSocket) TestIdentity.client(List.of(SERVER), List.of())
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        return socket;
    }

    @Test
    void aProtocolThatIsNotThereEndsTheHandshake() throws Exception {
        int port = port(true, "{}");

        try (SSLSocket socket = offering(port, "smtp")) {
            assertThrows(SSLException.class, socket::startHandshake);
        }
        try (SSLSocket socket = offering(port, "h2", "http/1.1")) {
            socket.startHandshake();
            assertEquals("http/1.1", socket.getApplicationProtocol());
        }
        try (SSLSocket socket = offering(port)) {
            socket.startHandshake();
            assertNull(socket.getSession().getValue("none"));
            assertEquals("", socket.getApplicationProtocol());
        }
    }

    /** Reads frames until one of a type, and answers its payload. */
    private static byte[] frame(Socket socket, int type) throws IOException {
        while (true) {
            byte[] head = socket.getInputStream().readNBytes(9);
            assertEquals(9, head.length, "the connection ended before a frame of type " + type);
            int length = ByteBuffer.wrap(head).getInt() >>> 8;
            byte[] payload = socket.getInputStream().readNBytes(length);
            if (head[3] == type) {
                return payload;
            }
        }
    }

    @Test
    void announcesItsLimits() throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), port(false, "{\"http2\":true,\"http2_max_streams\":7}"))) {
            socket.getOutputStream().write(PREFACE);
            socket.getOutputStream().write(new byte[] {0, 0, 0, SETTINGS, 0, 0, 0, 0, 0});

            Map<Integer, Integer> settings = new HashMap<>();
            ByteBuffer payload = ByteBuffer.wrap(frame(socket, SETTINGS));
            while (payload.hasRemaining()) {
                settings.put((int) payload.getShort(), payload.getInt());
            }
            assertEquals(7, settings.get(3), "SETTINGS_MAX_CONCURRENT_STREAMS");
            assertEquals(8192, settings.get(6), "SETTINGS_MAX_HEADER_LIST_SIZE");
            assertEquals(1, settings.get(8), "SETTINGS_ENABLE_CONNECT_PROTOCOL");
        }
    }

    @Test
    void floodsEndTheConnection() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(false, "{\"http2\":true}"))) {
            socket.getOutputStream().write(PREFACE);
            socket.getOutputStream().write(new byte[] {0, 0, 0, SETTINGS, 0, 0, 0, 0, 0});
            ByteBuffer pings = ByteBuffer.allocate(17 * 200);
            for (int i = 0; i < 200; i++) {
                pings.put(new byte[] {0, 0, 8, 6, 0, 0, 0, 0, 0}).putLong(i);
            }
            socket.getOutputStream().write(pings.array());

            byte[] reason = frame(socket, GOAWAY);
            assertEquals(11, ByteBuffer.wrap(reason).getInt(4), "ENHANCE_YOUR_CALM");
            assertTrue(reason.length >= 8);
        }
    }

    @Test
    void moreStreamsThanThereMayBeAreRefusedAndCounted() throws Exception {
        HttpListener listener = on.listener(Map.of("options", "{\"http2\":true,\"http2_max_streams\":2}"));
        listener.addPathService(config -> new Silent(), Map.of("type", "name"));
        byte[] get = {(byte) 0x82, (byte) 0x84, (byte) 0x86, 0x41, 1, 'x'};

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Listeners.port(listener))) {
            ByteBuffer octets =
                    ByteBuffer.allocate(200).put(PREFACE).put(new byte[] {0, 0, 0, SETTINGS, 0, 0, 0, 0, 0});
            for (int stream = 1; stream <= 5; stream += 2) {
                octets.put(new byte[] {0, 0, (byte) get.length, 1, 5, 0, 0, 0, (byte) stream})
                        .put(get);
            }
            socket.getOutputStream().write(octets.array(), 0, octets.position());

            assertEquals(7, ByteBuffer.wrap(frame(socket, RST_STREAM)).getInt());
            Map<String, Object> details = listener.details();
            assertEquals(1L, details.get("beyond.options.http2_max_streams"), details::toString);
        }
    }

    /** Answers nothing. */
    private static final class Silent extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            return true;
        }
    }
}
