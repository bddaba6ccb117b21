package org.junctor.transport.longpoll;

import org.eclipse.jetty.server.Handler;
import org.junctor.api.operation.PartFailure;
import org.junctor.api.security.CookieTracker;
import org.junctor.api.transport.Acceptor;
import org.junctor.api.transport.Listener;
import org.junctor.api.transport.RouterPort;
import org.junctor.http.api.ClientTracking;
import org.junctor.http.api.Excesses;
import org.junctor.http.api.Origins;
import org.junctor.http.api.PathConfig;
import org.junctor.http.api.PathService;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The path type {@code longpoll}: WAMP peers that have nothing but HTTP requests. */
@Component(service = PathService.class, property = PathService.TYPE + "=" + LongPollHandler.NAME)
public final class LongPollPath implements PathService {
    private static final Logger LOG = LoggerFactory.getLogger(LongPollPath.class);

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
        Settings settings = Settings.of(config);
        // Requests of one client overtake each other: a strict order would end sessions that did nothing wrong.
        Listener listener = config.listener(Listener.RequestIds.OFF);
        Place place = new Place(
                router,
                listener,
                settings,
                new Transports(settings.transports()),
                new Excesses("transport " + config.id(), LOG::warn),
                tracking.of(config));
        return new LongPollHandler(place, new CrossOrigin(Origins.of(config.object("options"))));
    }
}
