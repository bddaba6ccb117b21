package org.junctor.transport.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.PathService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class HttpListenerTest {
    private static final String LOOPBACK = "{\"type\":\"tcp\",\"port\":0,\"interface\":\"127.0.0.1\"}";
    private static final String ROOT = "{\"/\":{\"type\":\"name\",\"name\":\"root\"}}";

    private final Engine engine = new Engine();
    private final List<HttpListener> listeners = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    /** Answers each request with its name and the path that it sees. */
    private final PathService names = config -> new Handler.Abstract() {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String text =
                    config.keys().get("name") + " " + config.id() + " '" + Request.getPathInContext(request) + "'";
            response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
            return true;
        }
    };

    @AfterEach
    void stop() {
        listeners.forEach(HttpListener::stop);
        engine.stop();
    }

    private HttpListener listener(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(Map.of("id", "t1", "type", "web", "endpoint", LOOPBACK, "paths", ROOT));
        all.putAll(properties);
        HttpListener listener = new HttpListener(engine, all, 200);
        listeners.add(listener);
        return listener;
    }

    private HttpListener serving(Map<String, Object> properties) {
        HttpListener listener = listener(properties);
        listener.addPathService(names, Map.of("type", "name"));
        return listener;
    }

    private static String line(HttpListener listener) throws Exception {
        return listener.started().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private static PartFailure failure(HttpListener listener) {
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> line(listener));
        return assertInstanceOf(PartFailure.class, thrown.getCause());
    }

    private static String text(PartFailure failure) {
        return String.valueOf(failure.getMessage());
    }

    private static int port(HttpListener listener) throws Exception {
        String line = line(listener);
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private HttpResponse<String> get(int port, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static Map<String, Object> unix(Path path) {
        return Map.of("endpoint", "{\"type\":\"unix\",\"path\":\"" + path + "\"}");
    }

    @Test
    void saysWhereItListens() throws Exception {
        HttpListener listener = serving(Map.of());

        assertEquals("transport t1 started on http://127.0.0.1:" + port(listener), line(listener));
        assertEquals("running", listener.state());
        assertEquals("http://127.0.0.1:" + port(listener), listener.details().get("address"));
    }

    @Test
    void eachPathIsServedWithoutItsOwnName() throws Exception {
        int port = port(serving(Map.of(
                "paths",
                "{\"/\":{\"type\":\"name\",\"name\":\"root\"},\"ws\":{\"type\":\"name\",\"name\":\"ws\"},"
                        + "\"a\":{\"type\":\"path\",\"paths\":{\"b\":{\"type\":\"name\",\"name\":\"b\"},"
                        + "\"/\":{\"type\":\"name\",\"name\":\"a\"}}},"
                        + "\"c\":{\"type\":\"path\",\"paths\":{\"d\":{\"type\":\"name\",\"name\":\"d\"}}}}")));

        assertEquals("root t1 '/'", get(port, "/").body());
        assertEquals("root t1 '/wsx/y'", get(port, "/wsx/y").body());
        assertEquals("ws t1/ws ''", get(port, "/ws").body());
        assertEquals("ws t1/ws '/x/y'", get(port, "/ws/x/y").body());
        assertEquals("b t1/a/b '/z'", get(port, "/a/b/z").body());
        assertEquals("a t1/a '/x'", get(port, "/a/x").body());
        assertEquals("d t1/c/d ''", get(port, "/c/d").body());
        assertEquals(404, get(port, "/c/x").statusCode());
    }

    @Test
    void aPathAnswers503WhileItsServiceIsAway() throws Exception {
        HttpListener listener = serving(Map.of());
        int port = port(listener);

        listener.removePathService(names);
        HttpResponse<String> away = get(port, "/");
        listener.addPathService(names, Map.of("type", "name"));

        assertEquals(503, away.statusCode());
        assertEquals("What serves / (type name) is not there at the moment.\n", away.body());
        assertEquals(200, get(port, "/").statusCode());
    }

    @Test
    void aTypeThatNothingServesFailsAndNamesThePath() {
        PartFailure failure = failure(listener(Map.of("paths", "{\"x\":{\"type\":\"nmae\"}}")));

        assertEquals(PartFailure.Cause.CONFIGURATION, failure.kind());
        assertEquals(
                "transport t1, path /x: nothing serves its type nmae: correct the type, or install and start the bundle that brings it",
                failure.getMessage());
    }

    @Test
    void aListenerStartsWhenTheServiceComesLate() throws Exception {
        HttpListener listener = listener(Map.of());
        failure(listener);

        listener.addPathService(names, Map.of("type", "name"));

        String address = String.valueOf(listener.details().get("address"));
        assertEquals("running", listener.state());
        assertEquals(200, get(URI.create(address).getPort(), "/").statusCode());
    }

    @Test
    void aPathThatCannotBeServedFailsAndNamesThePath() {
        HttpListener listener = listener(Map.of("paths", "{\"x\":{\"type\":\"bad\"}}"));
        listener.addPathService(
                config -> {
                    throw new PartFailure(PartFailure.Cause.CONFIGURATION, "the folder y does not exist");
                },
                Map.of("type", "bad"));

        assertEquals(
                "transport t1, path /x: the folder y does not exist",
                failure(listener).getMessage());
    }

    @Test
    void anAddressInUseFailsWithPortAndRemedy() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            PartFailure failure = failure(serving(
                    Map.of("endpoint", "{\"type\":\"tcp\",\"port\":" + port + ",\"interface\":\"127.0.0.1\"}")));

            assertEquals(PartFailure.Cause.ADDRESS, failure.kind());
            assertEquals(
                    "transport t1 cannot listen on 127.0.0.1:" + port
                            + " (Address already in use): stop what listens there, or change endpoint.port or endpoint.interface",
                    failure.getMessage());
        }
    }

    @Test
    void wrongEndpointsAreToldAtOnce() {
        assertEquals(
                "transport t1: endpoint.port is 70000: use a number from 0 to 65535",
                failure(serving(Map.of("endpoint", "{\"type\":\"tcp\",\"port\":70000}")))
                        .getMessage());
        assertEquals(
                "transport t1: endpoint.tls: TLS is not supported yet: let a reverse proxy speak it",
                failure(serving(Map.of("endpoint", "{\"type\":\"tcp\",\"port\":0,\"tls\":{}}")))
                        .getMessage());
        assertEquals(
                "transport t1: endpoint.type is pipe: use tcp or unix",
                failure(serving(Map.of("endpoint", "{\"type\":\"pipe\"}"))).getMessage());
        assertEquals(
                "transport t1, path / has no paths: name at least one, such as \"/\"",
                failure(serving(Map.of("paths", 5))).getMessage());
    }

    @Test
    void aLongAnswerArrivesWholeAtASlowReader() throws Exception {
        byte[] file = new byte[20_000_000]; // more than both sockets hold
        for (int i = 0; i < file.length; i++) {
            file[i] = (byte) (i * 31);
        }
        HttpListener listener = listener(Map.of("paths", "{\"/\":{\"type\":\"file\"}}"));
        listener.addPathService(
                config -> new Handler.Abstract() {
                    @Override
                    public boolean handle(Request request, Response response, Callback callback) {
                        response.write(true, ByteBuffer.wrap(file), callback);
                        return true;
                    }
                },
                Map.of("type", "file"));

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(listener))) {
            for (int round = 0; round < 2; round++) {
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                InputStream in = socket.getInputStream();
                StringBuilder head = new StringBuilder();
                while (!head.toString().endsWith("\r\n\r\n")) {
                    head.append((char) in.read());
                }
                assertTrue(head.toString().startsWith("HTTP/1.1 200 OK\r\n"), head.toString());
                assertFalse(head.toString().contains("Server:"), head.toString());
                byte[] body = in.readNBytes(file.length);
                assertArrayEquals(file, body);
            }
        }
    }

    @Test
    void headersBeyondTheLimitGet431() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(serving(Map.of())))) {
            String request = "GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(9000) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
        }
    }

    @Test
    void aFirstRequestThatDoesNotComeInTimeEndsTheConnection() throws Exception {
        HttpListener listener = listener(Map.of("type", "websocket", "options", "{\"open_handshake_timeout\":200}"));
        listener.addPathService(names, Map.of("type", "websocket"));

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(listener))) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));

            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void drainingRefusesNewConnectionsAndKeepsOldOnes() throws Exception {
        CompletableFuture<Runnable> asked = new CompletableFuture<>();
        HttpListener listener = listener(Map.of("paths", "{\"/\":{\"type\":\"slow\"}}"));
        listener.addPathService(
                config -> new Handler.Abstract() {
                    @Override
                    public boolean handle(Request request, Response response, Callback callback) {
                        asked.complete(() -> response.write(
                                true, ByteBuffer.wrap("done".getBytes(StandardCharsets.UTF_8)), callback));
                        return true;
                    }
                },
                Map.of("type", "slow"));
        int port = port(listener);
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        Runnable finish = asked.get(5, TimeUnit.SECONDS);

        listener.drain();
        while (accepts(port)) {
            Thread.onSpinWait(); // the thread that accepts closes the socket when it wakes up
        }
        finish.run();

        assertEquals("done", answer.get(5, TimeUnit.SECONDS).body());
        assertEquals("draining", listener.state());
    }

    @Test
    void aUnixSocketServesHttpAndItsFileGoesWithIt(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("s");
        HttpListener listener = serving(unix(path));
        assertEquals("transport t1 started on unix:" + path, line(listener));

        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            channel.write(ByteBuffer.wrap(
                    "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answer.endsWith("root t1 '/'"), answer);
        }
        listener.stop();

        assertFalse(Files.exists(path));
    }

    @Test
    void aStaleSocketFileIsReplaced(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("s");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertTrue(Files.exists(path));

        assertEquals("transport t1 started on unix:" + path, line(serving(unix(path))));
    }

    @Test
    void aSocketPathThatCannotBeUsedIsLeftAlone(@TempDir Path folder) throws Exception {
        Path used = folder.resolve("used");
        Path file = Files.writeString(folder.resolve("file"), "precious");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(used));

            PartFailure inUse = failure(serving(unix(used)));
            assertEquals(PartFailure.Cause.ADDRESS, inUse.kind());
            assertTrue(text(inUse).contains("is in use by another program"), text(inUse));
        }
        assertTrue(text(failure(serving(unix(file)))).contains("exists and is not a socket"));
        assertEquals("precious", Files.readString(file));
        assertTrue(
                text(failure(serving(unix(folder.resolve("none/s"))))).contains("is in a folder that does not exist"));
        assertTrue(text(failure(serving(unix(folder.resolve("x".repeat(107))))))
                .contains("a Unix socket's path may have 107"));
    }
}
