package org.junctor.transport.http;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.util.thread.Scheduler;

/** HTTP/1.1 over gathering end points. A connection whose first request does not arrive in time is closed. */
final class GatheringHttp extends HttpConnectionFactory {
    private static final int HEADER_MAX_BYTES = 8 * 1024;

    private final Engine engine;
    private final Traffic traffic;
    private final long firstRequestMs;

    GatheringHttp(Engine engine, Traffic traffic, long firstRequestMs) {
        super(configuration());
        this.engine = engine;
        this.traffic = traffic;
        this.firstRequestMs = firstRequestMs;
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(HEADER_MAX_BYTES);
        // WebSocket messages are then parsed in place, as heap arrays; what goes out is gathered in direct memory of
        // our own.
        configuration.setUseInputDirectByteBuffers(false);
        configuration.setUseOutputDirectByteBuffers(false);
        return configuration;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        GatheringEndPoint gathering = new GatheringEndPoint((SelectedEndPoint) endPoint, engine, traffic, false);
        Connection connection = super.newConnection(connector, gathering);
        Scheduler.Task late = engine.scheduler()
                .schedule(
                        () -> {
                            if (connection.getMessagesIn() == 0) {
                                gathering.close();
                            }
                        },
                        firstRequestMs,
                        TimeUnit.MILLISECONDS);
        connection.addEventListener(new Connection.Listener() {
            @Override
            public void onClosed(Connection upgradedOrGone) {
                late.cancel(); // else the timer would keep it all in memory
            }
        });
        return connection;
    }
}
