package org.junctor.transport.websocket;

import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.ExtensionConfig;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.api.transport.RouterPort;
import org.junctor.api.wire.Framing;
import org.junctor.api.wire.SerializerType;
import org.junctor.http.api.ClientTracking;
import org.junctor.http.api.Origins;
import org.junctor.http.api.PathConfig;
import org.junctor.http.api.PathService;
import org.osgi.service.component.annotations.Component;

/**
 * The path type {@code websocket-testee}: an echo for the Autobahn test suite, with all that the path type {@code websocket} has but
 * the router and subprotocols.
 */
@Component(service = PathService.class, property = PathService.TYPE + "=websocket-testee")
public final class TesteePath implements PathService {
    private static final Subprotocol NONE = new Subprotocol(new SerializerType("echo", "", 0, "", true, false), false);

    private final RouterPort echo = new RouterPort(0);

    /** A path that answers from the start. */
    public TesteePath() {
        echo.bind(new Echo());
    }

    @Override
    public Handler create(PathConfig config) throws PartFailure {
        Map<?, ? extends @Nullable Object> options = config.object("options");
        Limits limits = Limits.of(options);
        Handshake handshake = new Handshake(
                echo,
                config.listener(),
                List.of(),
                limits,
                Compression.of(options),
                Sessions.of(config, limits),
                new ClientTracking().of(config));
        return new WebSocketUpgrade(handshake, new Testing(handshake), new Origins(List.of("*"), true));
    }

    /** Takes everyone in, whatever subprotocol they ask for. */
    private record Testing(Handshake handshake) implements WebSocketNegotiator {
        @Override
        public FrameHandler negotiate(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
            return new AnyKind(handshake, handshake.compress(request, response), request);
        }

        @Override
        public void customize(Configuration session) {
            handshake.customize(session);
        }
    }

    /** Answers text with text, and binary messages with binary ones. */
    private static final class AnyKind extends WebSocketChannel {
        private boolean text;

        AnyKind(Handshake handshake, @Nullable ExtensionConfig compressed, ServerUpgradeRequest request) {
            super(handshake, TesteePath.NONE, compressed, request);
        }

        @Override
        boolean fits(byte opCode) {
            text = opCode == OpCode.TEXT;
            return true;
        }

        @Override
        public Framing framing() {
            return framing(text, null);
        }
    }
}
