package org.junctor.transport.websocket;

import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.jspecify.annotations.Nullable;

/** One opening handshake, which Jetty makes: puts our connection in the place of the one that Jetty has made at its end. */
final class Upgrade extends Request.Wrapper implements WebSocketNegotiator {
    private final WebSocketNegotiator negotiator;
    private @Nullable WebSocketCoreSession core;

    Upgrade(Request request, WebSocketNegotiator negotiator) {
        super(request);
        this.negotiator = negotiator;
    }

    @Override
    public @Nullable FrameHandler negotiate(
            ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
        return negotiator.negotiate(request, response, callback);
    }

    @Override
    public void customize(Configuration session) {
        negotiator.customize(session);
        core = (WebSocketCoreSession) session;
    }

    @Override
    public @Nullable Object setAttribute(String name, @Nullable Object attribute) {
        WebSocketCoreSession session = core;
        if (name.equals(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE)
                && attribute instanceof WebSocketConnection made
                && session != null
                && session.getHandler() instanceof WebSocketChannel channel) {
            return super.setAttribute(name, connection(made, session, channel));
        }
        return super.setAttribute(name, attribute);
    }

    private WebSocketConnection connection(
            WebSocketConnection made, WebSocketCoreSession session, WebSocketChannel channel) {
        Connector connector = getConnectionMetaData().getConnector();
        FrameConnection connection = new FrameConnection(
                made.getEndPoint(),
                made.getExecutor(),
                connector.getScheduler(),
                connector.getByteBufferPool(),
                session,
                channel);
        connection.setUseOutputDirectByteBuffers(made.isUseOutputDirectByteBuffers());
        connector.getEventListeners().forEach(connection::addEventListener);
        session.setWebSocketConnection(connection);
        return connection;
    }
}
