package org.junctor.transport.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS at the door of a listener. Its keys and certificates are read anew when their files change, or others are configured: that is for
 * new handshakes, and connections that are open stay as they are.
 */
final class TlsGate extends AbstractConnectionFactory {
    private static final Logger LOG = LoggerFactory.getLogger(TlsGate.class);
    private static final long WATCH_MS = 1000;

    private final String transport;
    private final String next;
    private final Engine engine;
    private final TlsCounters counters;
    private volatile TlsSettings settings;
    private volatile TlsIdentity identity;
    private List<String> stamps;
    private Scheduler.@Nullable Task watch;

    /**
     * TLS before a protocol.
     *
     * @param next the protocol inside
     * @throws PartFailure if the files do not do
     */
    TlsGate(String transport, TlsSettings settings, String next, Engine engine, TlsCounters counters)
            throws PartFailure {
        super("TLS");
        this.transport = transport;
        this.settings = settings;
        this.next = next;
        this.engine = engine;
        this.counters = counters;
        this.stamps = stamps(settings);
        this.identity = load(transport, settings);
    }

    @Override
    protected synchronized void doStart() throws Exception {
        super.doStart();
        watch = engine.scheduler().schedule(this::look, WATCH_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected synchronized void doStop() throws Exception {
        if (watch != null) {
            watch.cancel();
            watch = null;
        }
        super.doStop();
    }

    /** Reads the files of a transport; what is wrong is told with its id. */
    static TlsIdentity load(String transport, TlsSettings settings) throws PartFailure {
        try {
            return TlsIdentity.load(settings);
        } catch (PartFailure failure) {
            throw new PartFailure(failure.kind(), "transport " + transport + ": " + failure.getMessage());
        }
    }

    /** Takes other settings, or the same files anew, for handshakes from now on. If that fails, all stays as it was. */
    synchronized void use(TlsSettings changed) throws PartFailure {
        List<String> seen = stamps(changed);
        stamps = seen; // also if it fails: it is told once, not each second
        identity = load(transport, changed);
        settings = changed;
        counters.reloads.increment();
    }

    private static List<String> stamps(TlsSettings settings) {
        List<String> stamps = new ArrayList<>();
        for (Path file : settings.files()) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                stamps.add(attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey());
            } catch (IOException absent) {
                stamps.add("absent");
            }
        }
        return stamps;
    }

    private void look() {
        engine.threads().execute(this::reloadIfChanged);
    }

    private synchronized void reloadIfChanged() {
        if (watch == null) {
            return;
        }
        try {
            if (!stamps(settings).equals(stamps)) {
                use(settings);
                LOG.info(
                        "transport {} shows its new certificate, valid until {}",
                        transport,
                        identity.certificate().getNotAfter().toInstant());
            }
        } catch (PartFailure broken) {
            LOG.error("{}; until that is mended, the certificate stays that it was", broken.getMessage());
        } finally { // whatever is wrong with the files now may be mended later
            watch = engine.scheduler().schedule(this::look, WATCH_MS, TimeUnit.MILLISECONDS);
        }
    }

    void addTo(Map<String, Object> details) {
        counters.addTo(details);
        details.put(
                "tls.certificate.until",
                identity.certificate().getNotAfter().toInstant().toString());
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        SslConnection connection = new SslConnection(
                connector.getByteBufferPool(),
                connector.getExecutor(),
                null,
                endPoint,
                identity.engine(endPoint.getRemoteSocketAddress()),
                false,
                false);
        connection.setRenegotiationAllowed(false);
        configure(connection, connector, endPoint);
        Handshake handshake = new Handshake(endPoint);
        connection.addHandshakeListener(handshake);
        connection.addEventListener(handshake);
        EndPoint inside = connection.getSslEndPoint();
        inside.setConnection(connector.getConnectionFactory(next).newConnection(connector, inside));
        return connection;
    }

    /** One handshake: ends in success, in failure, or because it takes too long. */
    private final class Handshake implements SslHandshakeListener, Connection.Listener {
        private final AtomicBoolean over = new AtomicBoolean();
        private final Scheduler.Task deadline;

        Handshake(EndPoint endPoint) {
            counters.underWay.incrementAndGet();
            deadline = engine.scheduler()
                    .schedule(
                            () -> {
                                if (end()) {
                                    counters.late.increment();
                                    endPoint.close(new TimeoutException("the TLS handshake took too long"));
                                }
                            },
                            settings.handshakeMs(),
                            TimeUnit.MILLISECONDS);
        }

        private boolean end() {
            boolean first = over.compareAndSet(false, true);
            if (first) {
                counters.underWay.decrementAndGet();
            }
            return first;
        }

        @Override
        public void handshakeSucceeded(Event event) {
            deadline.cancel();
            if (end()) {
                counters.done.increment();
            }
        }

        @Override
        public void handshakeFailed(Event event, Throwable failure) {
            deadline.cancel();
            if (end()) {
                counters.failed.increment();
                LOG.debug("transport {}: a TLS handshake failed: {}", transport, failure.toString());
            }
        }

        @Override
        public void onClosed(Connection connection) {
            deadline.cancel();
            if (end()) {
                counters.failed.increment();
            }
        }
    }
}
