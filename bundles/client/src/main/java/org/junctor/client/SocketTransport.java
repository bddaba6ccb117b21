package org.junctor.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientTransport;
import org.junctor.api.transport.Channel;
import org.junctor.api.transport.Receiver;
import org.junctor.api.wire.SerializerType;

/**
 * RawSocket ({@code tcp://host:port}, {@code tcps://…} with TLS, {@code unix:///path}) and WebSocket ({@code ws://host:port/resource},
 * {@code wss://…}, {@code ws+unix:///path:/resource}).
 */
final class SocketTransport implements ClientTransport {
    /** The schemes that it serves. */
    static final List<String> SCHEMES = List.of("tcp", "tcps", "unix", "ws", "wss", "ws+unix");

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int PORT_MAX = 65_535;

    private final Executor pool;
    private final @Nullable SSLContext tls;
    private @Nullable IoLoop loop;

    /** A transport with these settings for TLS, or the platform's. */
    SocketTransport(Executor pool, @Nullable SSLContext tls) {
        this.pool = pool;
        this.tls = tls;
    }

    @Override
    public CompletionStage<Channel> connect(URI url, SerializerType serializer, Receiver receiver) {
        String scheme = url.getScheme();
        if (!scheme.startsWith("ws") && serializer.rawSocketId() == 0) {
            return CompletableFuture.failedFuture(
                    new IOException("the serializer " + serializer.name() + " has no number for RawSocket"));
        }
        CompletableFuture<Channel> opened = new CompletableFuture<>();
        pool.execute(
                () -> { // resolving a host name blocks
                    try {
                        SocketAddress address = scheme.endsWith("unix") ? unix(url) : tcp(url);
                        SocketChannel socket = socket(address);
                        Stream stream = scheme.equals("tcps") || scheme.equals("wss")
                                ? new TlsStream(socket, engine(url))
                                : Stream.of(socket);
                        new SocketConnection(stream, loop(), url, protocol(url, serializer), receiver, opened)
                                .connect(address);
                    } catch (IOException e) {
                        opened.completeExceptionally(e);
                    }
                });
        return opened;
    }

    private static Protocol protocol(URI url, SerializerType serializer) {
        if (!url.getScheme().startsWith("ws")) {
            return new RawSocketProtocol(serializer);
        }
        if (url.getScheme().equals("ws+unix")) {
            String path = url.getPath();
            int colon = path.indexOf(':');
            return new WebSocketProtocol(
                    "localhost", colon < 0 || colon + 1 == path.length() ? "/" : path.substring(colon + 1), serializer);
        }
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String host = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
        return new WebSocketProtocol(
                host, url.getRawQuery() == null ? path : path + "?" + url.getRawQuery(), serializer);
    }

    private static SocketChannel socket(SocketAddress address) throws IOException {
        if (address instanceof UnixDomainSocketAddress) {
            return SocketChannel.open(StandardProtocolFamily.UNIX);
        }
        SocketChannel socket = SocketChannel.open();
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return socket;
    }

    /** An engine that takes only a router whose certificate is for the URL's host. */
    private SSLEngine engine(URI url) throws IOException {
        try {
            SSLContext context = tls == null ? SSLContext.getDefault() : tls;
            SSLEngine engine = context.createSSLEngine(url.getHost(), url.getPort());
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
            return engine;
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("the platform has no TLS", e);
        }
    }

    private synchronized IoLoop loop() throws IOException {
        IoLoop running = loop;
        if (running == null || !running.join()) {
            running = new IoLoop();
            loop = running;
        }
        return running;
    }

    private static SocketAddress unix(URI url) throws IOException {
        boolean webSocket = url.getScheme().equals("ws+unix");
        String path = url.getPath() == null ? "" : webSocket ? url.getPath().split(":", 2)[0] : url.getPath();
        if (path.isEmpty()) {
            throw new IOException(url + " names no socket: write " + url.getScheme() + ":///absolute/path"
                    + (webSocket ? ":/resource" : ""));
        }
        return UnixDomainSocketAddress.of(path);
    }

    private static SocketAddress tcp(URI url) throws IOException {
        int port = url.getPort();
        if (port < 0 && url.getScheme().startsWith("ws")) {
            port = url.getScheme().equals("wss") ? HTTPS : HTTP;
        }
        if (url.getHost() == null || port < 0 || port > PORT_MAX) {
            throw new IOException(url + " names no host or no port: write " + url.getScheme() + "://host:port");
        }
        InetSocketAddress address = new InetSocketAddress(url.getHost(), port);
        if (address.isUnresolved()) {
            throw new UnknownHostException("no such host: " + url.getHost());
        }
        return address;
    }
}
