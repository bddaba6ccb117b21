package org.junctor.transport.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;

/** HTTP/1.1 over gathering end points. A connection is closed if the header of a request does not arrive in time. */
final class GatheringHttp extends HttpConnectionFactory implements ConnectionFactory.Detecting {
    private static final int HEADER_MAX_BYTES = 8 * 1024;

    private final Engine engine;
    private final Traffic traffic;
    private final long headMs;

    GatheringHttp(Engine engine, Traffic traffic, long headMs) {
        super(configuration());
        this.engine = engine;
        this.traffic = traffic;
        this.headMs = headMs;
    }

    /** What all versions of HTTP have in common. */
    static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(HEADER_MAX_BYTES);
        configuration.setHttpCompliance(HttpCompliance.STRICT); // not even a bare LF
        // WebSocket messages are then parsed in place, as heap arrays; what goes out is gathered in direct memory of
        // our own.
        configuration.setUseInputDirectByteBuffers(false);
        configuration.setUseOutputDirectByteBuffers(false);
        return configuration;
    }

    /** Methods are letters; HTTP/2 begins with one too. */
    @Override
    public Detection detect(ByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            return Detection.NEED_MORE_BYTES;
        }
        byte first = buffer.get(buffer.position());
        return first >= 'A' && first <= 'Z' ? Detection.RECOGNIZED : Detection.NOT_RECOGNIZED;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        GatheringEndPoint gathering = new GatheringEndPoint(endPoint, engine, traffic, false);
        Connection connection = super.newConnection(connector, gathering);
        long spent = System.currentTimeMillis() - endPoint.getCreatedTimeStamp();
        HeadDeadline deadline =
                new HeadDeadline(connection, engine.scheduler(), Math.max(1, headMs - spent), headMs, () -> {
                    traffic.late(endPoint.getRemoteSocketAddress());
                    gathering.close();
                });
        gathering.expectHeads(deadline);
        connection.addEventListener(new Connection.Listener() {
            @Override
            public void onClosed(Connection upgradedOrGone) {
                deadline.end();
            }
        });
        return connection;
    }
}
