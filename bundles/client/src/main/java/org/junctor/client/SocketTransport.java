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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientTransport;
import org.junctor.api.transport.Channel;
import org.junctor.api.transport.Receiver;
import org.junctor.api.wire.SerializerType;

/**
 * RawSocket over TCP ({@code tcp://host:port}) and Unix domain sockets ({@code unix:///path}), and WebSocket over Unix domain sockets
 * ({@code ws+unix:///path:/resource}), for which the JDK has no client.
 */
final class SocketTransport implements ClientTransport {
    private final Executor pool;
    private @Nullable IoLoop loop;

    SocketTransport(Executor pool) {
        this.pool = pool;
    }

    @Override
    public CompletionStage<Channel> connect(URI url, SerializerType serializer, Receiver receiver) {
        boolean webSocket = "ws+unix".equals(url.getScheme());
        if (!webSocket && serializer.rawSocketId() == 0) {
            return CompletableFuture.failedFuture(
                    new IOException("the serializer " + serializer.name() + " has no number for RawSocket"));
        }
        Protocol protocol = webSocket
                ? new WebSocketProtocol(resource(url.getPath()), serializer)
                : new RawSocketProtocol(serializer);
        CompletableFuture<Channel> opened = new CompletableFuture<>();
        pool.execute(
                () -> { // resolving a host name blocks
                    try {
                        connect(
                                address(url),
                                (socket, io) -> new SocketConnection(socket, io, url, protocol, receiver, opened));
                    } catch (IOException e) {
                        opened.completeExceptionally(e);
                    }
                });
        return opened;
    }

    private void connect(SocketAddress address, BiFunction<SocketChannel, IoLoop, SocketConnection> channel)
            throws IOException {
        boolean unix = address instanceof UnixDomainSocketAddress;
        SocketChannel socket = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        if (!unix) {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        channel.apply(socket, loop()).connect(address);
    }

    private synchronized IoLoop loop() throws IOException {
        IoLoop running = loop;
        if (running == null || !running.join()) {
            running = new IoLoop();
            loop = running;
        }
        return running;
    }

    /** The resource behind the colon of {@code ws+unix:///path:/resource}. */
    private static String resource(@Nullable String path) {
        int colon = path == null ? -1 : path.indexOf(':');
        return path == null || colon < 0 || colon + 1 == path.length() ? "/" : path.substring(colon + 1);
    }

    private static SocketAddress address(URI url) throws IOException {
        if (!"tcp".equals(url.getScheme())) {
            boolean webSocket = "ws+unix".equals(url.getScheme());
            String path = url.getPath() == null ? "" : webSocket ? url.getPath().split(":", 2)[0] : url.getPath();
            if (path.isEmpty()) {
                throw new IOException(url + " names no socket: write " + url.getScheme() + ":///absolute/path"
                        + (webSocket ? ":/resource" : ""));
            }
            return UnixDomainSocketAddress.of(path);
        }
        if (url.getHost() == null || url.getPort() < 0) {
            throw new IOException(url + " names no host or no port: write tcp://host:port");
        }
        InetSocketAddress address = new InetSocketAddress(url.getHost(), url.getPort());
        if (address.isUnresolved()) {
            throw new UnknownHostException("no such host: " + url.getHost());
        }
        return address;
    }
}
