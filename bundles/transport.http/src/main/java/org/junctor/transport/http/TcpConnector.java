package org.junctor.transport.http;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/** Accepts TCP connections. */
final class TcpConnector extends ServerConnector {
    private final FlushPasses passes = new FlushPasses();
    private final Admission admission;
    private final int spinMicros;

    TcpConnector(Server server, ListenerConfig config, List<ConnectionFactory> factories, Admission admission) {
        super(server, 1, config.selectors(), factories.toArray(ConnectionFactory[]::new));
        this.admission = admission;
        this.spinMicros = config.spinMicros();
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

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new ServerConnectorManager(executor, scheduler, selectors) {
            @Override
            protected ManagedSelector newSelector(int id) {
                return spinMicros == 0 ? super.newSelector(id) : new SpinningSelector(this, id, spinMicros);
            }
        };
    }
}
