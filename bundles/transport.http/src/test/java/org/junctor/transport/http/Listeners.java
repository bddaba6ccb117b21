package org.junctor.transport.http;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.PathService;

/** The listeners of a test, and what speaks to them. */
final class Listeners implements AutoCloseable {
    private static final String LOOPBACK = "{\"type\":\"tcp\",\"port\":0,\"interface\":\"127.0.0.1\"}";
    private static final String ROOT = "{\"/\":{\"type\":\"name\",\"name\":\"root\"}}";

    private final Engine engine = new Engine();
    private final List<HttpListener> listeners = new ArrayList<>();
    final HttpClient client = HttpClient.newHttpClient();

    /** Answers each request with its name and the path that it sees. */
    static final PathService NAMES = config -> new Handler.Abstract() {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String text =
                    config.keys().get("name") + " " + config.id() + " '" + Request.getPathInContext(request) + "'";
            response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
            return true;
        }
    };

    @Override
    public void close() {
        listeners.forEach(HttpListener::stop);
        engine.stop();
    }

    /** Properties of a listener, with those of the usual one where they are missing. */
    Map<String, Object> all(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(Map.of("id", "t1", "type", "web", "endpoint", LOOPBACK));
        if (!"universal".equals(properties.get("type"))) {
            all.put("paths", ROOT);
        }
        all.putAll(properties);
        return all;
    }

    HttpListener listener(Map<String, Object> properties) {
        HttpListener listener = new HttpListener(engine, all(properties), 200);
        listeners.add(listener);
        return listener;
    }

    HttpListener serving(Map<String, Object> properties) {
        HttpListener listener = listener(properties);
        listener.addPathService(NAMES, Map.of("type", "name"));
        return listener;
    }

    static String line(HttpListener listener) throws Exception {
        return listener.started().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    static PartFailure failure(HttpListener listener) {
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> line(listener));
        return assertInstanceOf(PartFailure.class, thrown.getCause());
    }

    static String text(PartFailure failure) {
        return String.valueOf(failure.getMessage());
    }

    static int port(HttpListener listener) throws Exception {
        String line = line(listener);
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    HttpResponse<String> get(int port, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static Map<String, Object> unix(Path path) {
        return Map.of("endpoint", "{\"type\":\"unix\",\"path\":\"" + path + "\"}");
    }
}
