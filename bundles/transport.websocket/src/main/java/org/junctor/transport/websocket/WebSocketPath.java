package org.junctor.transport.websocket;

import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.api.security.CookieTracker;
import org.junctor.api.transport.Acceptor;
import org.junctor.api.transport.Listener;
import org.junctor.api.transport.RouterPort;
import org.junctor.http.api.ClientTracking;
import org.junctor.http.api.Origins;
import org.junctor.http.api.PathConfig;
import org.junctor.http.api.PathService;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The path type {@code websocket}: WAMP peers on one path of a listener. */
@Component(service = PathService.class, property = PathService.TYPE + "=websocket")
public final class WebSocketPath implements PathService {
    /** How long connections wait for the router core to come back when it is updated. */
    private static final long ROUTER_WAIT_MS = 10_000;

    private final RouterPort router = new RouterPort(ROUTER_WAIT_MS);
    private final ClientTracking tracking = new ClientTracking();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setAcceptor(Acceptor acceptor) {
        router.bind(acceptor);
    }

    void unsetAcceptor(Acceptor acceptor) {
        router.unbind(acceptor);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setCookieTracker(CookieTracker tracker) {
        tracking.bind(tracker);
    }

    void unsetCookieTracker(CookieTracker tracker) {
        tracking.unbind(tracker);
    }

    @Override
    public Handler create(PathConfig config) throws PartFailure {
        Map<?, ? extends @Nullable Object> options = config.object("options");
        Listener listener = config.listener();
        List<String> serializers = PathConfig.texts(config.keys(), "serializers", List.of());
        Limits limits = Limits.of(options);
        Handshake handshake = new Handshake(
                router,
                listener,
                serializers,
                limits,
                Compression.of(options),
                Sessions.of(config, limits),
                tracking.of(config));
        return new WebSocketUpgrade(handshake, handshake, Origins.of(options));
    }
}
