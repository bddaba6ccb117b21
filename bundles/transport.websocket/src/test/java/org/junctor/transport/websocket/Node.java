package org.junctor.transport.websocket;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junctor.api.transport.Acceptor;
import org.junctor.http.api.PathService;
import org.junctor.transport.http.Engine;
import org.junctor.transport.http.HttpListener;

/** One listener with the WebSocket path type, and no framework around it. */
final class Node implements AutoCloseable {
    static final String LOOPBACK = "{\"type\":\"tcp\",\"port\":0,\"interface\":\"127.0.0.1\"}";

    final Engine engine = new Engine();
    final WebSocketPath webSocket = new WebSocketPath();
    final HttpListener listener;

    Node(Acceptor router, Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(Map.of("id", "t1", "service.pid", "org.junctor.transport.http~t1"));
        all.putAll(properties);
        listener = new HttpListener(engine, all);
        webSocket.setAcceptor(router);
        listener.addPathService(webSocket, Map.of(PathService.TYPE, "websocket"));
    }

    static Node onPort(Acceptor router, String options) {
        return new Node(
                router,
                Map.of(
                        "type",
                        "web",
                        "endpoint",
                        LOOPBACK,
                        "paths",
                        "{\"ws\":{\"type\":\"websocket\"" + options + "}}"));
    }

    String url() throws Exception {
        String line = listener.started().toCompletableFuture().get(5, TimeUnit.SECONDS);
        return line.substring(line.lastIndexOf(' ') + 1);
    }

    int port() throws Exception {
        String url = url();
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }

    @Override
    public void close() {
        listener.stop();
        engine.stop();
    }
}
