package org.junctor.transport.http;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Accepts TCP connections. */
final class TcpConnector extends ServerConnector {
    private final FlushPasses passes = new FlushPasses();

    TcpConnector(Server server, int selectors, List<ConnectionFactory> factories) {
        super(server, 1, selectors, factories.toArray(ConnectionFactory[]::new));
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SelectedEndPoint endPoint = new SelectedEndPoint(channel, selector, key, getScheduler(), passes.of(selector));
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }
}
