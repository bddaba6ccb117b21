package org.junctor.transport.websocket;

import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.junctor.api.operation.PartFailure;
import org.junctor.api.transport.Acceptor;
import org.junctor.api.transport.Listener;
import org.junctor.api.transport.Peer;
import org.junctor.api.transport.RouterPort;
import org.junctor.api.wire.Framing;
import org.junctor.http.api.PathConfig;
import org.junctor.http.api.PathService;
import org.junctor.transport.http.Engine;
import org.junctor.transport.http.HttpListener;

/**
 * An echo for the Autobahn test suite, which asks for no subprotocol and sends text and binary messages on one connection: run it with
 * a port, and the suite's fuzzing client against that.
 */
final class Testee implements PathService, WebSocketNegotiator {
    private static final String OPTIONS = "{\"max_message_size\":67108864}";

    private final Handshake handshake;

    private Testee(Acceptor router) throws PartFailure {
        RouterPort port = new RouterPort(1000);
        port.bind(router);
        Limits limits = Limits.of(Map.of("max_message_size", 64 << 20, "max_fragments", 1 << 20));
        Listener listener = new Listener("testee", Map.of(), Listener.RequestIds.OFF);
        handshake = new Handshake(port, listener, List.of(), limits, new Sessions(limits));
    }

    /** Runs until it is killed. */
    public static void main(String[] args) throws Exception {
        String endpoint = "{\"type\":\"tcp\",\"port\":" + args[0] + ",\"interface\":\"127.0.0.1\"}";
        HttpListener listener = new HttpListener(
                new Engine(), Map.of("id", "testee", "type", "websocket", "endpoint", endpoint, "options", OPTIONS));
        listener.addPathService(new Testee(new EchoRouter()), Map.of(PathService.TYPE, "websocket"));
        System.out.println(listener.started().toCompletableFuture().get());
        Thread.currentThread().join();
    }

    @Override
    public Handler create(PathConfig config) {
        return new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                WebSocketComponents components = new WebSocketComponents(
                        null,
                        null,
                        getServer().getByteBufferPool(),
                        null,
                        null,
                        getServer().getThreadPool());
                return new WebSocketMappings(components).upgrade(Testee.this, request, response, callback, null);
            }
        };
    }

    @Override
    public FrameHandler negotiate(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
        response.setExtensions(List.of());
        return new AnyKind(handshake);
    }

    @Override
    public void customize(Configuration session) {
        handshake.customize(session);
    }

    /** Answers text with text, and binary messages with binary ones. */
    private static final class AnyKind extends WebSocketChannel {
        private boolean text;

        AnyKind(Handshake handshake) {
            super(handshake, EchoRouter.JSON, Peer.of("websocket", "testee"));
        }

        @Override
        boolean fits(byte opCode) {
            text = opCode == OpCode.TEXT;
            return true;
        }

        @Override
        public Framing framing() {
            return text ? WebSocketFraming.TEXT : WebSocketFraming.BINARY;
        }
    }
}
