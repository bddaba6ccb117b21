package org.junctor.transport.http;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/** Accepts connections of a Unix domain socket. */
final class UnixConnector extends UnixDomainServerConnector {
    private final FlushPasses passes = new FlushPasses();

    UnixConnector(Server server, int selectors, List<ConnectionFactory> factories) {
        super(server, 1, selectors, factories.toArray(ConnectionFactory[]::new));
    }

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new UnixDomainSelectorManager(executor, scheduler, selectors) {
            @Override
            protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
                SelectedEndPoint endPoint = new SelectedEndPoint(
                        (SocketChannel) channel, selector, key, getScheduler(), passes.of(selector));
                endPoint.setIdleTimeout(getIdleTimeout());
                return endPoint;
            }
        };
    }
}
