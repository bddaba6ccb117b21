package org.junctor.transport.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.ListenerProtocol;
import org.junctor.http.api.PathService;
import org.junctor.http.api.WriteSide;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HttpListenerTest {
    private final Listeners on = new Listeners();

    @AfterEach
    void stop() {
        on.close();
    }

    @Test
    void saysWhereItListens() throws Exception {
        HttpListener listener = on.serving(Map.of());

        assertEquals("transport t1 started on http://127.0.0.1:" + Listeners.port(listener), Listeners.line(listener));
        assertEquals("running", listener.state());
        assertEquals(
                "http://127.0.0.1:" + Listeners.port(listener),
                listener.details().get("address"));
    }

    @Test
    void eachPathIsServedWithoutItsOwnName() throws Exception {
        int port = Listeners.port(on.serving(Map.of(
                "paths",
                "{\"/\":{\"type\":\"name\",\"name\":\"root\"},\"ws\":{\"type\":\"name\",\"name\":\"ws\"},"
                        + "\"a\":{\"type\":\"path\",\"paths\":{\"b\":{\"type\":\"name\",\"name\":\"b\"},"
                        + "\"/\":{\"type\":\"name\",\"name\":\"a\"}}},"
                        + "\"c\":{\"type\":\"path\",\"paths\":{\"d\":{\"type\":\"name\",\"name\":\"d\"}}}}")));

        assertEquals("root t1 '/'", on.get(port, "/").body());
        assertEquals("root t1 '/wsx/y'", on.get(port, "/wsx/y").body());
        assertEquals("ws t1/ws ''", on.get(port, "/ws").body());
        assertEquals("ws t1/ws '/x/y'", on.get(port, "/ws/x/y").body());
        assertEquals("b t1/a/b '/z'", on.get(port, "/a/b/z").body());
        assertEquals("a t1/a '/x'", on.get(port, "/a/x").body());
        assertEquals("d t1/c/d ''", on.get(port, "/c/d").body());
        assertEquals(404, on.get(port, "/c/x").statusCode());
    }

    @Test
    void aPathAnswers503WhileItsServiceIsAway() throws Exception {
        HttpListener listener = on.serving(Map.of());
        int port = Listeners.port(listener);

        listener.removePathService(Listeners.NAMES);
        HttpResponse<String> away = on.get(port, "/");
        listener.addPathService(Listeners.NAMES, Map.of("type", "name"));

        assertEquals(503, away.statusCode());
        assertEquals("What serves / (type name) is not there at the moment.\n", away.body());
        assertEquals(200, on.get(port, "/").statusCode());
    }

    @Test
    void aTypeThatNothingServesFailsAndNamesThePath() {
        PartFailure failure = Listeners.failure(on.listener(Map.of("paths", "{\"x\":{\"type\":\"nmae\"}}")));

        assertEquals(PartFailure.Cause.CONFIGURATION, failure.kind());
        assertEquals(
                "transport t1, path /x: nothing serves its type nmae: correct the type, or install and start the bundle that brings it",
                failure.getMessage());
    }

    @Test
    void aListenerStartsWhenTheServiceComesLate() throws Exception {
        HttpListener listener = on.listener(Map.of());
        Listeners.failure(listener);

        listener.addPathService(Listeners.NAMES, Map.of("type", "name"));

        String address = String.valueOf(listener.details().get("address"));
        assertEquals("running", listener.state());
        assertEquals(200, on.get(URI.create(address).getPort(), "/").statusCode());
    }

    @Test
    void aPathThatCannotBeServedFailsAndNamesThePath() {
        HttpListener listener = on.listener(Map.of("paths", "{\"x\":{\"type\":\"bad\"}}"));
        listener.addPathService(
                config -> {
                    throw new PartFailure(PartFailure.Cause.CONFIGURATION, "the folder y does not exist");
                },
                Map.of("type", "bad"));

        assertEquals(
                "transport t1, path /x: the folder y does not exist",
                Listeners.failure(listener).getMessage());
    }

    @Test
    void aLongAnswerArrivesWholeAtASlowReader() throws Exception {
        byte[] file = new byte[20_000_000]; // more than both sockets hold
        for (int i = 0; i < file.length; i++) {
            file[i] = (byte) (i * 31);
        }
        HttpListener listener = on.listener(Map.of("paths", "{\"/\":{\"type\":\"file\"}}"));
        listener.addPathService(
                config -> new Handler.Abstract() {
                    @Override
                    public boolean handle(Request request, Response response, Callback callback) {
                        response.write(true, ByteBuffer.wrap(file), callback);
                        return true;
                    }
                },
                Map.of("type", "file"));

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Listeners.port(listener))) {
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
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Listeners.port(on.serving(Map.of())))) {
            String request = "GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(9000) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
        }
    }

    @Test
    void aFirstRequestThatDoesNotComeInTimeEndsTheConnection() throws Exception {
        HttpListener listener = on.listener(Map.of("type", "websocket", "options", "{\"open_handshake_timeout\":200}"));
        listener.addPathService(Listeners.NAMES, Map.of("type", "websocket"));

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Listeners.port(listener))) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));

            assertEquals(-1, socket.getInputStream().read());
            assertEquals(1L, listener.details().get("beyond.options.open_handshake_timeout"));
        }
    }

    private static String answer(int port, String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void aLaterRequestThatStopsInItsHeaderEndsTheConnection() throws Exception {
        int port = Listeners.port(on.serving(Map.of("options", "{\"open_handshake_timeout\":300}")));

        String answers = answer(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /second HTTP/1.1\r\nHo");

        assertTrue(answers.endsWith("root t1 '/'"), answers);
    }

    @Test
    void requestsThatOthersReadDifferentlyAreRefused() throws Exception {
        int port = Listeners.port(on.serving(Map.of()));

        for (String request : List.of(
                "GET / HTTP/1.1\nHost: x\n\n",
                "GET / HTTP/1.1\r\nHost: x\nX: y\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET /%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                String status = new String(socket.getInputStream().readNBytes(13), StandardCharsets.US_ASCII);
                assertEquals("HTTP/1.1 400 ", status, request);
            }
        }
    }

    @Test
    void aBetterServiceGetsNewRequestsAndTheOtherIsThereIfItGoes() throws Exception {
        HttpListener listener = on.serving(Map.of());
        PathService equal = config -> failing();
        PathService better = config -> new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.write(true, ByteBuffer.wrap("better".getBytes(StandardCharsets.UTF_8)), callback);
                return true;
            }
        };
        int port = Listeners.port(listener);

        listener.addPathService(equal, Map.of("type", "name"));
        assertEquals("root t1 '/'", on.get(port, "/").body());
        listener.addPathService(better, Map.of("type", "name", "service.ranking", 7));
        assertEquals("better", on.get(port, "/").body());
        listener.removePathService(better);
        assertEquals("root t1 '/'", on.get(port, "/").body());
    }

    private static Handler failing() {
        throw new IllegalStateException("this service is not the one");
    }

    private static String onPort(int port) {
        return "{\"type\":\"tcp\",\"port\":" + port + ",\"interface\":\"127.0.0.1\"}";
    }

    @Test
    void aListenerMovesToItsNewPort() throws Exception {
        HttpListener listener = on.serving(Map.of());
        int before = Listeners.port(listener);

        listener.modify(on.all(Map.of("endpoint", onPort(0), "paths", "{\"a\":{\"type\":\"name\",\"name\":\"a\"}}")));

        int after = Listeners.port(listener);
        assertEquals("a t1/a ''", on.get(after, "/a").body());
        assertFalse(Listeners.accepts(before));
    }

    @Test
    void aListenerWithOtherPathsKeepsItsPort() throws Exception {
        HttpListener listener = on.serving(Map.of());
        int port = Listeners.port(listener);

        listener.modify(
                on.all(Map.of("endpoint", onPort(port), "paths", "{\"a\":{\"type\":\"name\",\"name\":\"a\"}}")));
        int after = Listeners.port(listener);

        assertEquals(port, after);
        assertEquals("a t1/a ''", on.get(port, "/a").body());
    }

    @Test
    void aListenerThatCannotMoveStaysAndSaysSo() throws Exception {
        HttpListener listener = on.serving(Map.of());
        int port = Listeners.port(listener);
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.modify(on.all(Map.of("endpoint", onPort(other.getLocalPort()))));

            PartFailure failure = Listeners.failure(listener);
            assertEquals(PartFailure.Cause.ADDRESS, failure.kind());
            assertTrue(
                    Listeners.text(failure).endsWith("; until then the listener goes on as before"),
                    failure.getMessage());
        }
        assertEquals("root t1 '/'", on.get(port, "/").body());
        assertEquals("running", listener.state());
    }

    @Test
    void drainingRefusesNewConnectionsAndKeepsOldOnes() throws Exception {
        CompletableFuture<Runnable> asked = new CompletableFuture<>();
        HttpListener listener = on.listener(Map.of("paths", "{\"/\":{\"type\":\"slow\"}}"));
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
        int port = Listeners.port(listener);
        CompletableFuture<HttpResponse<String>> answer = on.client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        Runnable finish = asked.get(5, TimeUnit.SECONDS);

        listener.drain();
        while (Listeners.accepts(port)) {
            Thread.onSpinWait(); // the thread that accepts closes the socket when it wakes up
        }
        finish.run();

        assertEquals("done", answer.get(5, TimeUnit.SECONDS).body());
        assertEquals("draining", listener.state());
    }

    @Test
    void aProtocolsSocketIsOpenWhileItsServiceIsThere() throws Exception {
        HttpListener listener = on.listener(Map.of("type", "shout"));
        ListenerProtocol shout = config -> new Shouting();
        listener.addListenerProtocol(shout, Map.of("type", "shout"));
        int port = Listeners.port(listener);
        assertEquals("transport t1 started on tcp://127.0.0.1:" + port, Listeners.line(listener));

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertEquals("HELLO", new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII));
            listener.removeListenerProtocol(shout);
            assertEquals(-1, socket.getInputStream().read());
        }
        assertEquals("waiting for shout", listener.state());
        assertFalse(Listeners.accepts(port));
        listener.addListenerProtocol(shout, Map.of("type", "shout"));
        assertEquals("running", listener.state());
    }

    /** Says hello by the write side of its connection. */
    private static final class Shouting extends AbstractConnectionFactory {
        Shouting() {
            super("shout");
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            return new AbstractConnection.NonBlocking(endPoint, connector.getExecutor()) {
                @Override
                public void onOpen() {
                    super.onOpen();
                    WriteSide.of(getEndPoint()).offer(ByteBuffer.wrap("HELLO".getBytes(StandardCharsets.US_ASCII)));
                    fillInterested();
                }

                @Override
                public void onFillable() {
                    getEndPoint().close();
                }
            };
        }
    }
}
