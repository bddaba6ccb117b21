package org.junctor.transport.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.ListenerProtocol;
import org.junctor.http.api.Measured;
import org.junctor.http.api.PathConfig;

/** The protocol of a listener that is not HTTP: keeps its place while the service that speaks it comes and goes. */
final class ProtocolSlot implements ConnectionFactory.Detecting {
    private record Spoken(ListenerProtocol service, ConnectionFactory factory) {}

    private final String type;
    private final PathConfig config;
    private final Engine engine;
    private final Traffic traffic;
    private volatile @Nullable Spoken spoken;

    ProtocolSlot(String type, PathConfig config, Engine engine, Traffic traffic) {
        this.type = type;
        this.config = config;
        this.engine = engine;
        this.traffic = traffic;
    }

    String type() {
        return type;
    }

    PathConfig config() {
        return config;
    }

    /** Goes by the keys of {@code changed}, of which only {@code auth} differs. */
    void adjust(PathConfig changed) {
        if (config.keys() instanceof CurrentKeys keys && changed.keys() instanceof CurrentKeys next) {
            keys.use(next.now());
        }
    }

    boolean served() {
        return spoken != null;
    }

    boolean servedBy(ListenerProtocol service) {
        Spoken now = spoken;
        return now != null && now.service() == service;
    }

    /** Has {@code service} speak on connections from now on. */
    void serve(ListenerProtocol service) throws PartFailure {
        spoken = new Spoken(service, service.create(config));
    }

    /** Nothing speaks it now. */
    void clear() {
        spoken = null;
    }

    /** Adds what the protocol counts by itself. */
    void addTo(Map<String, Object> details) {
        Spoken now = spoken;
        if (now != null && now.factory() instanceof Measured measured) {
            measured.figures().forEach((name, value) -> details.put(type + "." + name, value));
        }
    }

    @Override
    public String getProtocol() {
        return type;
    }

    @Override
    public List<String> getProtocols() {
        return List.of(type);
    }

    @Override
    public Detection detect(ByteBuffer buffer) {
        Spoken now = spoken;
        return now != null && now.factory() instanceof ConnectionFactory.Detecting detecting
                ? detecting.detect(buffer)
                : Detection.NOT_RECOGNIZED;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        Spoken now = spoken;
        if (now == null) {
            throw new IllegalStateException("nothing speaks " + type + " at the moment");
        }
        return now.factory().newConnection(connector, new GatheringEndPoint(endPoint, engine, traffic, true));
    }
}
