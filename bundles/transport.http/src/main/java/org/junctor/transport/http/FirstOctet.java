package org.junctor.transport.http;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.util.thread.Scheduler;

/** Several protocols on one port: the first octet of the client decides. What fits none is closed at once. */
final class FirstOctet extends DetectorConnectionFactory {
    private final Engine engine;
    private final Traffic traffic;
    private final long limitMs;

    /**
     * The protocols to choose from.
     *
     * @param limitMs how long the first octet may take
     */
    FirstOctet(Engine engine, Traffic traffic, long limitMs, Detecting... protocols) {
        super(protocols);
        this.engine = engine;
        this.traffic = traffic;
        this.limitMs = limitMs;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        Connection connection = super.newConnection(connector, endPoint);
        Scheduler.Task late = engine.scheduler().schedule(() -> late(endPoint), limitMs, TimeUnit.MILLISECONDS);
        connection.addEventListener(new Connection.Listener() {
            @Override
            public void onClosed(Connection chosenOrGone) {
                late.cancel();
            }
        });
        return connection;
    }

    private void late(EndPoint endPoint) {
        traffic.late(endPoint.getRemoteSocketAddress());
        endPoint.close();
    }

    @Override
    protected void nextProtocol(Connector connector, EndPoint endPoint, ByteBuffer unknown) {
        endPoint.close();
    }
}
