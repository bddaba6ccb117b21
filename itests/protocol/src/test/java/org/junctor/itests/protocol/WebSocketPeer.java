package org.junctor.itests.protocol;

import java.io.ByteArrayOutputStream;
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
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A peer over WebSocket, with the client of the JDK. */
final class WebSocketPeer extends Peer {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final WebSocket socket;

    private WebSocketPeer(HttpClient client, URI url, Wire wire) {
        super(wire);
        try {
            socket = client.newWebSocketBuilder()
                    .subprotocols(wire.subprotocol())
                    .connectTimeout(Duration.ofSeconds(5))
                    .buildAsync(url, new Reader())
                    .join();
        } catch (CompletionException e) {
            throw new AssertionError("no WebSocket at " + url + ": " + e.getCause(), e);
        }
    }

    /** Opens a connection that speaks JSON. */
    static WebSocketPeer connect(URI url) {
        return connect(url, Wire.WEBSOCKET);
    }

    /** Opens a connection that speaks what {@code wire} says. */
    static WebSocketPeer connect(URI url, Wire wire) {
        return new WebSocketPeer(CLIENT, url, wire);
    }

    /** Opens a connection to a listener with this certificate. */
    static WebSocketPeer connect(URI url, Wire wire, Certificate certificate) {
        return connect(url, wire, certificate.trusting());
    }

    /** Opens a connection with these settings of TLS. */
    static WebSocketPeer connect(URI url, Wire wire, SSLContext tls) {
        return new WebSocketPeer(
                HttpClient.newBuilder()
                        .sslContext(tls)
                        .connectTimeout(Duration.ofSeconds(5))
                        .build(),
                url,
                wire);
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
        return wire().codec().isText()
                ? sent(socket.sendText(new String(octets, StandardCharsets.UTF_8), true))
                : sendBinary(octets);
    }

    /** Sends a binary message, whatever the serializer. */
    boolean sendBinary(byte[] octets) {
        return sent(socket.sendBinary(ByteBuffer.wrap(octets), true));
    }

    /** Sends text, whatever the serializer. */
    boolean sendPlainText(String text) {
        return sent(socket.sendText(text, true));
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
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                arrived(text.toString().getBytes(StandardCharsets.UTF_8));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
            byte[] octets = new byte[part.remaining()];
            part.get(octets);
            binary.writeBytes(octets);
            if (last) {
                arrived(binary.toByteArray());
                binary.reset();
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
