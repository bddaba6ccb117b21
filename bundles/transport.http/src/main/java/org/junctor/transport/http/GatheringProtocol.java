package org.junctor.transport.http;

import java.util.List;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;

/** A listener protocol's connections over gathering end points. */
final class GatheringProtocol implements ConnectionFactory {
    private final ConnectionFactory protocol;
    private final Engine engine;
    private final Traffic traffic;

    GatheringProtocol(ConnectionFactory protocol, Engine engine, Traffic traffic) {
        this.protocol = protocol;
        this.engine = engine;
        this.traffic = traffic;
    }

    @Override
    public String getProtocol() {
        return protocol.getProtocol();
    }

    @Override
    public List<String> getProtocols() {
        return protocol.getProtocols();
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return protocol.newConnection(
                connector, new GatheringEndPoint((SelectedEndPoint) endPoint, engine, traffic, true));
    }
}
