package org.junctor.transport.local;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junctor.api.client.ClientTransport;
import org.junctor.api.transport.Acceptor;
import org.junctor.api.transport.Channel;
import org.junctor.api.transport.Receiver;
import org.junctor.api.transport.RouterPort;
import org.junctor.api.wire.SerializerType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Connects components in the router's own process: {@code local:<role>} is a client that is let in as anonymous with that role. A
 * connection that is made while there is no router waits for one, 10 s at most.
 */
@Component(service = ClientTransport.class, property = ClientTransport.SCHEME + "=local")
public final class LocalTransport implements ClientTransport, LocalConnection.Owner {
    private static final long WAIT_MS = 10_000;

    private final RouterPort port = new RouterPort(WAIT_MS);
    private final Set<LocalConnection> connections = ConcurrentHashMap.newKeySet();
    private final LocalConnection.Threads threads;
    private volatile boolean stopped;

    /** Starts without connections. */
    @Activate
    public LocalTransport() {
        this(CompletableFuture.delayedExecutor(WAIT_MS, TimeUnit.MILLISECONDS));
    }

    /** @param closingLimit runs what it is given when a connection that closes has had its time */
    LocalTransport(Executor closingLimit) {
        AtomicInteger count = new AtomicInteger();
        // Components may block, so one must not wait for the thread of another: as many threads as connections are
        // busy.
        // They end by themselves, so that the pool is never shut down, and the last calls of a stopped transport still
        // run.
        Executor executor =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                    Thread thread = new Thread(work, "junctor-local-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads = new LocalConnection.Threads(executor, closingLimit);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAcceptor(Acceptor acceptor) {
        port.bind(acceptor);
    }

    void unbindAcceptor(Acceptor acceptor) {
        port.unbind(acceptor);
    }

    @Deactivate
    void stop() {
        stopped = true;
        connections.forEach(connection -> connection.cut("the local transport stops"));
    }

    @Override
    public CompletionStage<Channel> connect(URI url, SerializerType serializer, Receiver receiver) {
        String role = url.getSchemeSpecificPart();
        if (role.isBlank() || role.startsWith("/")) {
            return CompletableFuture.failedFuture(
                    new IOException("'" + url + "' names no role; write local:<role of the realm>"));
        }
        LocalConnection connection = new LocalConnection(role, serializer.name(), threads, this);
        connections.add(connection);
        if (stopped) {
            connections.remove(connection);
            return CompletableFuture.failedFuture(new IOException("the local transport has stopped"));
        }
        connection.open(receiver, port.open(connection));
        return CompletableFuture.completedFuture(connection.clientEnd());
    }

    @Override
    public void detached(LocalConnection connection) {
        port.detach(connection);
    }

    @Override
    public void gone(LocalConnection connection) {
        connections.remove(connection);
    }
}
