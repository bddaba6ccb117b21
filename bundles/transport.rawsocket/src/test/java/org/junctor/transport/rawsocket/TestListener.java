package org.junctor.transport.rawsocket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.PathConfig;

/** A listener of the protocol under test, with a router that the test plays. */
final class TestListener implements AutoCloseable {
    final RawSocketProtocol protocol = new RawSocketProtocol();
    final TestRouter router = new TestRouter();
    final List<GatheredEndPoint> endPoints = new CopyOnWriteArrayList<>();
    private final Server server = new Server();
    private SocketAddress address = new InetSocketAddress(0);

    /** A TCP listener of the type alone. */
    static TestListener tcp(Map<String, ?> keys) throws Exception {
        TestListener listener = new TestListener();
        listener.listen(listener.factory(keys));
        return listener;
    }

    /** A TCP listener that serves HTTP too, and tells by the first octet. */
    static TestListener shared() throws Exception {
        TestListener listener = new TestListener();
        ConnectionFactory.Detecting rawSocket = (ConnectionFactory.Detecting) listener.factory(Map.of());
        listener.listen(new DetectorConnectionFactory(rawSocket), new HttpConnectionFactory());
        return listener;
    }

    /** A listener on a Unix domain socket. */
    static TestListener unix(Path path) throws Exception {
        TestListener listener = new TestListener();
        UnixDomainServerConnector connector =
                new UnixDomainServerConnector(listener.server, 1, 1, listener.factory(Map.of())) {
                    @Override
                    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int count) {
                        return new UnixDomainSelectorManager(executor, scheduler, count) {
                            @Override
                            protected EndPoint newEndPoint(
                                    SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
                                return listener.endPoint((SocketChannel) channel, selector, key, getScheduler());
                            }
                        };
                    }
                };
        connector.setUnixDomainPath(path);
        listener.server.addConnector(connector);
        listener.server.start();
        listener.address = UnixDomainSocketAddress.of(path);
        return listener;
    }

    private ConnectionFactory factory(Map<String, ?> keys) throws PartFailure {
        protocol.setAcceptor(router);
        return protocol.create(new PathConfig("t1", keys, Path.of("")));
    }

    private void listen(ConnectionFactory... factories) throws Exception {
        ServerConnector connector = new ServerConnector(server, 1, 1, factories) {
            @Override
            protected SocketChannelEndPoint newEndPoint(
                    SocketChannel channel, ManagedSelector selector, SelectionKey key) {
                return endPoint(channel, selector, key, getScheduler());
            }
        };
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.start();
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    }

    private GatheredEndPoint endPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        GatheredEndPoint endPoint = new GatheredEndPoint(channel, selector, key, scheduler);
        endPoints.add(endPoint);
        return endPoint;
    }

    /** A socket that is connected, and has said nothing yet. */
    RawPeer connect() throws IOException {
        return new RawPeer(SocketChannel.open(address));
    }

    /** A socket whose handshake is done. */
    RawPeer join() throws IOException {
        RawPeer peer = connect();
        peer.send(0x7F, 0xF1, 0, 0);
        peer.read(4);
        return peer;
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }
}
