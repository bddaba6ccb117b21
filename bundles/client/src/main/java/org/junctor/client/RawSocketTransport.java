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

/** RawSocket over TCP ({@code tcp://host:port}) and Unix domain sockets ({@code unix:///path}). */
final class RawSocketTransport implements ClientTransport {
    private final Executor pool;
    private @Nullable IoLoop loop;

    RawSocketTransport(Executor pool) {
        this.pool = pool;
    }

    @Override
    public CompletionStage<Channel> connect(URI url, SerializerType serializer, Receiver receiver) {
        if (serializer.rawSocketId() == 0) {
            return CompletableFuture.failedFuture(
                    new IOException("the serializer " + serializer.name() + " has no number for RawSocket"));
        }
        CompletableFuture<Channel> opened = new CompletableFuture<>();
        pool.execute(
                () -> { // resolving a host name blocks
                    try {
                        connect(
                                address(url),
                                (socket, io) -> new RawSocketChannel(socket, io, url, serializer, receiver, opened));
                    } catch (IOException e) {
                        opened.completeExceptionally(e);
                    }
                });
        return opened;
    }

    private void connect(SocketAddress address, BiFunction<SocketChannel, IoLoop, RawSocketChannel> channel)
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

    private static SocketAddress address(URI url) throws IOException {
        if ("unix".equals(url.getScheme())) {
            String path = url.getPath();
            if (path == null || path.isEmpty()) {
                throw new IOException(url + " names no socket: write unix:///absolute/path");
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
