package org.junctor.transport.rawsocket;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.RouterPort;
import org.junctor.http.api.Excesses;
import org.junctor.http.api.Measured;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the RawSocket connections of one listener, and recognises them by their first octet on a port that serves HTTP as well. */
final class RawSocketConnectionFactory extends AbstractConnectionFactory
        implements ConnectionFactory.Detecting, Measured {
    private static final Logger LOG = LoggerFactory.getLogger(RawSocketConnectionFactory.class);

    private final Settings settings;
    private final Excesses excesses;
    private final RouterPort router;
    private final OpenConnections connections;
    private final AtomicInteger count = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final AtomicReference<@Nullable Connector> watched = new AtomicReference<>();

    RawSocketConnectionFactory(Settings settings, RouterPort router, OpenConnections connections) {
        super(RawSocketProtocol.NAME);
        this.settings = settings;
        this.excesses = new Excesses("transport " + settings.listener().id(), LOG::warn);
        this.router = router;
        this.connections = connections;
    }

    @Override
    public Detection detect(ByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            return Detection.NEED_MORE_BYTES;
        }
        return buffer.get(buffer.position()) == Handshake.MAGIC ? Detection.RECOGNIZED : Detection.NOT_RECOGNIZED;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        if (watched.getAndSet(connector) != connector) {
            connector.addEventListener(new LifeCycle.Listener() {
                @Override
                public void lifeCycleStopping(LifeCycle listener) { // the connections are closed after this
                    connections.leave("the listener is being stopped");
                }
            });
        }
        return configure(new RawSocketConnection(connector, endPoint, this), connector, endPoint);
    }

    Settings settings() {
        return settings;
    }

    RouterPort router() {
        return router;
    }

    OpenConnections connections() {
        return connections;
    }

    /** A peer came to a limit, if {@code limit} names one. */
    void exceeded(@Nullable String limit, EndPoint peer) {
        if (limit != null) {
            excesses.count(limit, String.valueOf(peer.getRemoteSocketAddress()));
        }
    }

    /** Counts a peer in; false if there are as many as are allowed. */
    boolean admit(EndPoint peer) {
        int allowed = settings.maxConnections();
        if (count.incrementAndGet() <= allowed || allowed == 0) {
            return true;
        }
        count.decrementAndGet();
        exceeded("options.max_connections", peer);
        return false;
    }

    /** A peer did not say in time which serializer it wants. */
    void late(EndPoint peer) {
        exceeded("options.open_handshake_timeout", peer);
        refused();
        peer.close(new TimeoutException("no RawSocket handshake in time"));
    }

    /** A peer was not let in. */
    void refused() {
        refused.increment();
    }

    @Override
    public Map<String, Object> figures() {
        Map<String, Object> figures = excesses.figures();
        figures.put("peers", count.get());
        figures.put("handshakes.refused", refused.sum());
        return figures;
    }

    /** A peer that was counted in is gone. */
    void dismiss() {
        count.decrementAndGet();
    }
}
