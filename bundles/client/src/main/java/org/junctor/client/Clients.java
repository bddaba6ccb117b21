package org.junctor.client;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientConfig;
import org.junctor.api.client.ClientFactory;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.ClientTransport;
import org.junctor.api.client.KeptSession;
import org.junctor.api.client.Reconnect;
import org.junctor.api.message.Reason;
import org.junctor.api.serializer.Serializer;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Opens sessions. A component in OSGi, where serializers and further transports are services; on a plain class path
 * {@link ServiceLoader} finds it, and it finds the serializers in the same way.
 */
@Component
public final class Clients implements ClientFactory {
    static final long OPEN_MS = 10_000;
    private static final long STOP_MS = 1_000;
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final Executor pool = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), Clients::thread);
    private final Map<String, ClientTransport> own = new HashMap<>();
    private final SocketTransport sockets = new SocketTransport(pool, null);
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Serializer> serializers = List.of();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Map.Entry<Map<String, Object>, ClientTransport>> transports = List.of();

    /** A factory with the serializers of the class path; in OSGi there are none there, and the services take their place. */
    public Clients() {
        SocketTransport.SCHEMES.forEach(scheme -> own.put(scheme, sockets));
        serializers = ServiceLoader.load(Serializer.class, Clients.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** For tests: what services would bring. */
    void use(List<Serializer> given, List<Map.Entry<Map<String, Object>, ClientTransport>> brought) {
        serializers = given;
        transports = brought;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "junctor-client-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public CompletionStage<ClientSession> open(ClientConfig config) {
        ClientTransport transport = transport(config);
        if (transport == null) {
            return CompletableFuture.failedFuture(
                    new IOException("no transport for " + config.url() + ": it must begin with one of "
                            + SocketTransport.SCHEMES + ", or the scheme of an installed transport"));
        }
        Serializer serializer = serializer(config.serializer());
        if (serializer == null) {
            return CompletableFuture.failedFuture(new IOException("no serializer '" + config.serializer()
                    + "'; installed: "
                    + serializers.stream().map(each -> each.type().name()).toList()));
        }
        Session session = new Session(config, new InUse(config.serializer(), serializer), pool);
        sessions.add(session);
        session.closed().thenRun(() -> sessions.remove(session));
        transport
                .connect(config.url(), serializer.type(), session)
                .thenAccept(session::connected)
                .exceptionally(failure -> {
                    session.refused(Causes.of(failure));
                    return null;
                });
        CompletableFuture.delayedExecutor(OPEN_MS, TimeUnit.MILLISECONDS, pool)
                .execute(() -> session.refused(
                        new IOException("no session at " + config.url() + " within " + OPEN_MS + " ms")));
        return session.opened();
    }

    @Override
    public KeptSession keep(
            ClientConfig config, Reconnect reconnect, Function<ClientSession, CompletionStage<?>> joined) {
        Kept kept = new Kept(this, config, reconnect, joined, pool);
        kept.connect();
        return kept;
    }

    private @Nullable ClientTransport transport(ClientConfig config) {
        String scheme = String.valueOf(config.url().getScheme());
        ClientTransport found = own.get(scheme);
        for (Map.Entry<Map<String, Object>, ClientTransport> service : transports) { // the highest ranking is the last
            if (scheme.equals(service.getKey().get(ClientTransport.SCHEME))) {
                found = service.getValue();
            }
        }
        SSLContext tls = config.tls();
        return found == sockets && tls != null ? new SocketTransport(pool, tls) : found;
    }

    private @Nullable Serializer serializer(String name) {
        Serializer found = null;
        for (Serializer serializer : serializers) {
            if (serializer.type().name().equals(name)) {
                found = serializer;
            }
        }
        return found;
    }

    /** Leaves all sessions, and waits a moment for the routers' answers. */
    @Deactivate
    void stop() throws InterruptedException {
        CompletableFuture<?>[] leaving = sessions.stream()
                .map(session -> session.leave(Reason.SYSTEM_SHUTDOWN).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(leaving)
                .completeOnTimeout(null, STOP_MS, TimeUnit.MILLISECONDS)
                .join();
    }

    /**
     * The serializer of one session. While its bundle is being updated the session goes on with the one that it had: it keeps no
     * state, and what is in flight is not lost.
     */
    private final class InUse implements Supplier<Serializer> {
        private final String name;
        private volatile Serializer last;

        InUse(String name, Serializer first) {
            this.name = name;
            this.last = first;
        }

        @Override
        public Serializer get() {
            Serializer now = serializer(name);
            if (now != null && now != last) {
                last = now;
            }
            return last;
        }
    }
}
