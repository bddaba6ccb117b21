package org.junctor.transport.rawsocket;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.eclipse.jetty.server.ConnectionFactory;
import org.junctor.api.operation.PartFailure;
import org.junctor.api.transport.Acceptor;
import org.junctor.api.transport.RouterPort;
import org.junctor.http.api.ListenerProtocol;
import org.junctor.http.api.PathConfig;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The protocol of listeners of the type {@code rawsocket}. Its connections are closed with it, and no others. */
@Component(property = ListenerProtocol.TYPE + "=" + RawSocketProtocol.NAME)
public final class RawSocketProtocol implements ListenerProtocol {
    static final String NAME = "rawsocket";

    /** How long connections are kept while the router core is being updated. */
    private static final long ROUTER_WAIT_MS = 10_000;

    private final RouterPort router = new RouterPort(ROUTER_WAIT_MS);
    private final Set<OpenConnections> listeners =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

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

    @Override
    public ConnectionFactory create(PathConfig config) throws PartFailure {
        OpenConnections connections = new OpenConnections();
        ConnectionFactory factory = new RawSocketConnectionFactory(Settings.of(config), router, connections);
        listeners.add(connections);
        return factory;
    }

    @Deactivate
    void stop() {
        List.copyOf(listeners).forEach(connections -> connections.leave("the RawSocket transport is being stopped"));
    }
}
