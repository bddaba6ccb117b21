package org.junctor.transport.http;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Objects;
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
    private final Admission admission;
    private final int spinMicros;

    UnixConnector(Server server, ListenerConfig config, List<ConnectionFactory> factories, Admission admission) {
        super(server, 1, config.selectors(), factories.toArray(ConnectionFactory[]::new));
        this.admission = admission;
        this.spinMicros = config.spinMicros();
    }

    @Override
    protected void accept(int acceptorId) throws IOException {
        if (getTransport() instanceof ServerSocketChannel door && door.isOpen()) {
            SocketChannel channel = door.accept();
            if (!admission.admit(channel)) {
                return;
            }
            try {
                channel.configureBlocking(false);
                Objects.requireNonNull(getBean(SelectorManager.class)).accept(channel);
            } catch (IOException | RuntimeException gone) {
                admission.leave(channel);
                channel.close();
                throw gone;
            }
        }
    }

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new UnixDomainSelectorManager(executor, scheduler, selectors) {
            @Override
            protected ManagedSelector newSelector(int id) {
                return spinMicros == 0 ? super.newSelector(id) : new SpinningSelector(this, id, spinMicros);
            }

            @Override
            protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
                SelectedEndPoint endPoint = new SelectedEndPoint(
                        (SocketChannel) channel, selector, key, getScheduler(), passes.of(selector), admission);
                endPoint.setIdleTimeout(getIdleTimeout());
                return endPoint;
            }
        };
    }
}
