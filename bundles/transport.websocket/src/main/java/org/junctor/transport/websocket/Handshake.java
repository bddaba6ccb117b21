package org.junctor.transport.websocket;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.ExtensionConfig;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.Listener;
import org.junctor.api.transport.Peer;
import org.junctor.api.transport.RouterPort;
import org.junctor.http.api.ClientTracking;
import org.junctor.http.api.Peers;

/**
 * Chooses the subprotocol of each connection of one path, and makes its channel.
 *
 * @param serializers names that the path allows; empty for all that the router has
 * @param compression the extension permessage-deflate; null if the path does not have it
 * @param tracking knows clients again
 */
record Handshake(
        RouterPort router,
        Listener listener,
        List<String> serializers,
        Limits limits,
        @Nullable Compression compression,
        Sessions sessions,
        ClientTracking.OfPath tracking)
        implements WebSocketNegotiator {
    private static final String NAME = "websocket";
    private static final String PEER = Peer.class.getName();
    private static final int INPUT_BUFFER_BYTES = 16 * 1024;

    @Override
    public @Nullable FrameHandler negotiate(
            ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
        List<Subprotocol> known = known();
        for (String wanted : request.getSubProtocols()) {
            for (Subprotocol subprotocol : known) {
                if (subprotocol.name().equals(wanted)) {
                    response.setAcceptedSubProtocol(wanted);
                    request.setAttribute(PEER, tracking.track(Peers.of(NAME, request), response));
                    return new WebSocketChannel(this, subprotocol, compress(request, response), request);
                }
            }
        }
        WebSocketUpgrade.refuse(
                response,
                callback,
                HttpStatus.BAD_REQUEST_400,
                "None of the subprotocols that you ask for (Sec-WebSocket-Protocol) is spoken here. " + offered());
        return null;
    }

    /** Who has opened a connection by this handshake. */
    static Peer peer(Request handshake) {
        return handshake.getAttribute(PEER) instanceof Peer tracked ? tracked : Peers.of(NAME, handshake);
    }

    /** Answers an offer to compress, if there is one that can be accepted. */
    @Nullable
    ExtensionConfig compress(ServerUpgradeRequest request, ServerUpgradeResponse response) {
        ExtensionConfig agreed = compression == null ? null : compression.accept(request.getExtensions());
        response.setExtensions(agreed == null ? List.of() : List.of(agreed));
        return agreed;
    }

    private List<Subprotocol> known() {
        return Subprotocol.of(router.serializers(), serializers);
    }

    /** A sentence that names the subprotocols. */
    String offered() {
        return "Subprotocols: " + known().stream().map(Subprotocol::name).collect(Collectors.joining(", "));
    }

    @Override
    public void customize(Configuration session) {
        session.setAutoFragment(false);
        session.setInputBufferSize(INPUT_BUFFER_BYTES);
        session.setMaxFrameSize(limits.frameBytes());
        session.setIdleTimeout(Duration.ZERO); // pings find out who is gone
    }
}
