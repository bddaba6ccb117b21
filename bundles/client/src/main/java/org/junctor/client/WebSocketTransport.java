package org.junctor.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientTransport;
import org.junctor.api.transport.Channel;
import org.junctor.api.transport.Receiver;
import org.junctor.api.wire.SerializerType;

/** WebSocket ({@code ws://}, {@code wss://}) on the JDK's HTTP client, which is made when it is first needed. */
final class WebSocketTransport implements ClientTransport {
    private static final Duration CONNECT_TIME = Duration.ofSeconds(5);

    private final Executor pool;
    private final @Nullable SSLContext tls;
    private @Nullable HttpClient http;

    /** A transport with these settings for TLS, or the platform's. */
    WebSocketTransport(Executor pool, @Nullable SSLContext tls) {
        this.pool = pool;
        this.tls = tls;
    }

    @Override
    public CompletionStage<Channel> connect(URI url, SerializerType serializer, Receiver receiver) {
        WebSocketChannel channel = new WebSocketChannel(serializer.text(), receiver, pool);
        return http().newWebSocketBuilder()
                .connectTimeout(CONNECT_TIME)
                .subprotocols(serializer.subprotocol())
                .buildAsync(url, channel)
                .handle((socket, failure) -> {
                    if (failure != null) {
                        throw new CompletionException(refusal(url, failure));
                    }
                    if (!socket.getSubprotocol().equals(serializer.subprotocol())) {
                        socket.abort();
                        throw new CompletionException(
                                new IOException(url + ": the router does not speak " + serializer.subprotocol()));
                    }
                    return channel.open(socket);
                });
    }

    private static IOException refusal(URI url, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof WebSocketHandshakeException answered && answered.getResponse() != null) {
            return new IOException(url + ": the answer to the WebSocket handshake is HTTP status "
                    + answered.getResponse().statusCode());
        }
        String text = cause.getMessage() == null ? "nobody listens there" : cause.getMessage();
        return new IOException(url + ": " + text, cause);
    }

    private synchronized HttpClient http() {
        HttpClient made = http;
        if (made == null) {
            HttpClient.Builder builder = HttpClient.newBuilder().executor(pool);
            made = (tls == null ? builder : builder.sslContext(tls)).build();
            http = made;
        }
        return made;
    }
}
