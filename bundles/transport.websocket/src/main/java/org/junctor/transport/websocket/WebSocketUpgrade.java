package org.junctor.transport.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.TunnelSupport;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.jspecify.annotations.Nullable;
import org.junctor.http.api.Measured;
import org.junctor.http.api.Origins;

/** The requests of one path: lets opening handshakes pass that may, and tells others what is wrong. */
final class WebSocketUpgrade extends Handler.Abstract implements Measured {
    private static final String VERSION = "13";
    private static final long RETRY_SECONDS = 5;

    private final Handshake handshake;
    private final WebSocketNegotiator negotiator;
    private final Origins origins;
    private @Nullable WebSocketMappings jetty;

    /** Handshakes of {@code handshake}'s path are decided by {@code negotiator}, which usually is the same object. */
    WebSocketUpgrade(Handshake handshake, WebSocketNegotiator negotiator, Origins origins) {
        this.handshake = handshake;
        this.negotiator = negotiator;
        this.origins = origins;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Server server = getServer();
        jetty = new WebSocketMappings(new WebSocketComponents(
                Compression.registry(handshake.compression() != null),
                null,
                server.getByteBufferPool(),
                null,
                null,
                server.getThreadPool()));
        handshake.sessions().start(server.getScheduler());
    }

    @Override
    protected void doStop() throws Exception {
        handshake.sessions().stop();
        if (handshake.compression() != null) {
            handshake.compression().close();
        }
        super.doStop();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        WebSocketMappings upgrade = jetty;
        if (!handshake.router().available() || upgrade == null) {
            return refuse(
                    response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, "The router is not there at the moment.");
        }
        if (!request.getContext().getContextPath().equals("/")
                && !Request.getPathInContext(request).isEmpty()) {
            return refuse(response, callback, HttpStatus.NOT_FOUND_404, "Nothing is served below this path.");
        }
        if (!asksForWebSocket(request)) {
            response.getHeaders().put(HttpHeader.UPGRADE, "websocket");
            return refuse(
                    response,
                    callback,
                    HttpStatus.UPGRADE_REQUIRED_426,
                    "This is a WAMP router: connect with WebSocket. " + handshake.offered());
        }
        if (!VERSION.equals(request.getHeaders().get(HttpHeader.SEC_WEBSOCKET_VERSION))) {
            response.getHeaders().put(HttpHeader.SEC_WEBSOCKET_VERSION, VERSION);
            return refuse(
                    response, callback, HttpStatus.UPGRADE_REQUIRED_426, "Use version 13 of WebSocket (RFC 6455).");
        }
        Upgrade opening = new Upgrade(request, negotiator);
        return refused(request, response, callback)
                || upgrade.upgrade(opening, opening, response, callback, null)
                || refuse(
                        response,
                        callback,
                        HttpStatus.BAD_REQUEST_400,
                        "This is not an opening handshake of WebSocket (RFC 6455, 4.2.1).");
    }

    /** With HTTP/1.1 by a field, with HTTP/2 by the protocol of a CONNECT (RFC 8441). */
    private static boolean asksForWebSocket(Request request) {
        TunnelSupport stream = request.getTunnelSupport();
        return "websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE))
                || (stream != null && "websocket".equals(stream.getProtocol()));
    }

    /** Turns away whom the configuration does not let in. */
    private boolean refused(Request request, Response response, Callback callback) {
        if (!origins.allow(request.getHeaders().get(HttpHeader.ORIGIN))) {
            return refuse(
                    response,
                    callback,
                    HttpStatus.FORBIDDEN_403,
                    "Pages of this origin may not connect (allowed_origins).");
        }
        if (handshake.sessions().full()) {
            handshake
                    .sessions()
                    .exceeded(
                            "options.max_connections",
                            String.valueOf(request.getConnectionMetaData().getRemoteSocketAddress()));
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
            return refuse(
                    response,
                    callback,
                    HttpStatus.SERVICE_UNAVAILABLE_503,
                    "There are as many connections as there may be (max_connections).");
        }
        return false;
    }

    @Override
    public Map<String, Object> figures() {
        return handshake.sessions().figures();
    }

    static boolean refuse(Response response, Callback callback, int status, String text) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        response.getRequest().consumeAvailable(); // else Jetty closes the connection without saying so in the header
        response.write(true, ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }
}
