package org.junctor.itests.protocol;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A peer over WebSocket, with the client of the JDK. */
final class WebSocketPeer extends Peer {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final WebSocket socket;

    private WebSocketPeer(URI url, String subprotocol) {
        try {
            socket = CLIENT.newWebSocketBuilder()
                    .subprotocols(subprotocol)
                    .connectTimeout(Duration.ofSeconds(5))
                    .buildAsync(url, new Reader())
                    .join();
        } catch (CompletionException e) {
            throw new AssertionError("no WebSocket at " + url + ": " + e.getCause(), e);
        }
    }

    /** Opens a connection that speaks JSON. */
    static WebSocketPeer connect(URI url) {
        return new WebSocketPeer(url, "wamp.2.json");
    }

    /** The HTTP status with which the router refuses a handshake with these subprotocols; fails if it accepts. */
    static int refusal(URI url, String subprotocol, String... more) {
        WebSocket.Listener deaf = new WebSocket.Listener() {};
        try {
            CLIENT.newWebSocketBuilder()
                    .subprotocols(subprotocol, more)
                    .buildAsync(url, deaf)
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .abort();
            throw new AssertionError("the router accepted subprotocol " + subprotocol);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw new AssertionError("no HTTP answer to the handshake", e);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer to the handshake", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    boolean sendOctets(byte[] octets) {
        return sent(socket.sendText(new String(octets, StandardCharsets.UTF_8), true));
    }

    /** Sends a binary message, which is the wrong kind for JSON. */
    boolean sendBinary(byte[] octets) {
        return sent(socket.sendBinary(ByteBuffer.wrap(octets), true));
    }

    /** Sends text in fragments of {@code size} characters. */
    boolean sendFragments(String text, int size) {
        boolean sent = true;
        for (int from = 0; sent && from < text.length(); from += size) {
            int to = Math.min(from + size, text.length());
            sent = sent(socket.sendText(text.substring(from, to), to == text.length()));
        }
        return sent;
    }

    @Override
    void cut() {
        socket.abort();
    }

    private static boolean sent(CompletableFuture<WebSocket> sending) {
        try {
            sending.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            return false; // the connection is closed
        } catch (TimeoutException e) {
            throw new AssertionError("the router takes no more octets", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Puts fragments together and hands messages on. */
    private final class Reader implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                arrived(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            ended(code, reason);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            ended(0, String.valueOf(failure.getMessage()));
        }
    }
}
