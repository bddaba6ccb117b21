package org.junctor.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages over TCP with the JDK's client. */
@Timeout(30)
final class WebSocketEchoTest {
    private final EchoRouter router = new EchoRouter();

    /** Collects what the JDK's client hears. */
    static final class Heard implements WebSocket.Listener {
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                texts.add(partial.toString());
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            ends.add(code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            ends.add("error " + error);
        }
    }

    private static WebSocket connect(Node node, Heard heard) throws Exception {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("wamp.2.json")
                .buildAsync(URI.create("ws://127.0.0.1:" + node.port() + "/ws"), heard)
                .get(5, TimeUnit.SECONDS);
    }

    @Test
    void messagesComeBackInOrder() throws Exception {
        try (Node node = Node.onPort(router, "")) {
            Heard heard = new Heard();
            WebSocket socket = connect(node, heard);

            for (int i = 0; i < 100; i++) {
                socket.sendText("[" + i + ",\"ä€😀\"]", true).get(5, TimeUnit.SECONDS);
            }

            for (int i = 0; i < 100; i++) {
                assertEquals("[" + i + ",\"ä€😀\"]", heard.texts.poll(5, TimeUnit.SECONDS));
            }
            assertEquals("wamp.2.json", socket.getSubprotocol());
        }
    }

    @Test
    void stoppingTheListenerClosesWithGoingAway() throws Exception {
        Node node = Node.onPort(router, "");
        Heard heard = new Heard();
        connect(node, heard);
        router.accepted.take();

        node.close();

        assertEquals("1001 the WebSocket transport is being stopped", heard.ends.poll(5, TimeUnit.SECONDS));
        assertEquals(
                "closed by the router with 1001 the WebSocket transport is being stopped",
                router.closed.poll(5, TimeUnit.SECONDS));
    }
}
