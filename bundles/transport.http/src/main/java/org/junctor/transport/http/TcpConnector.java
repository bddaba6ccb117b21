package org.junctor.transport.http;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
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
    private final Admission admission;

    TcpConnector(Server server, int selectors, List<ConnectionFactory> factories, Admission admission) {
        super(server, 1, selectors, factories.toArray(ConnectionFactory[]::new));
        this.admission = admission;
    }

    @Override
    public void accept(int acceptorId) throws IOException {
        if (getTransport() instanceof ServerSocketChannel door && door.isOpen()) {
            SocketChannel channel = door.accept();
            if (!admission.admit(channel)) {
                return;
            }
            try {
                channel.configureBlocking(false);
                configure(channel.socket());
                getSelectorManager().accept(channel);
            } catch (IOException | RuntimeException gone) {
                admission.leave(channel);
                channel.close();
                throw gone;
            }
        }
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SelectedEndPoint endPoint =
                new SelectedEndPoint(channel, selector, key, getScheduler(), passes.of(selector), admission);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }
}
