package org.junctor.transport.websocket;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/** An opening handshake whose connection gets buffers of its own: Jetty gives it those of the request's connector. */
final class OwnBuffers extends Request.Wrapper {
    /** Of which Jetty asks only from which kind of buffers the connection reads and writes. */
    private static final HttpConfiguration TOLD_APART = new HttpConfiguration();

    static {
        TOLD_APART.setUseInputDirectByteBuffers(true);
        TOLD_APART.setUseOutputDirectByteBuffers(true);
    }

    private final FrameBuffers buffers;
    private final ConnectionMetaData place;

    OwnBuffers(Request request) {
        super(request);
        ConnectionMetaData whole = request.getConnectionMetaData();
        buffers = new FrameBuffers(whole.getConnector().getByteBufferPool());
        Connector connector = with(buffers, whole.getConnector());
        place = new ConnectionMetaData.Wrapper(whole) {
            @Override
            public Connector getConnector() {
                return connector;
            }

            @Override
            public HttpConfiguration getHttpConfiguration() {
                return TOLD_APART;
            }
        };
    }

    private static Connector with(FrameBuffers buffers, Connector connector) {
        return (Connector) Proxy.newProxyInstance(
                Connector.class.getClassLoader(), new Class<?>[] {Connector.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getByteBufferPool")) {
                        return buffers;
                    }
                    try {
                        return method.invoke(connector, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    /** Those of the connection that {@code handshake} asks for. */
    static FrameBuffers of(Request handshake) {
        OwnBuffers own = Request.as(handshake, OwnBuffers.class);
        if (own == null) {
            throw new IllegalStateException("not a handshake of WebSocketUpgrade: " + handshake);
        }
        return own.buffers;
    }

    @Override
    public ConnectionMetaData getConnectionMetaData() {
        return place;
    }
}
