package org.junctor.transport.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.Excesses;
import org.junctor.http.api.ListenerProtocol;
import org.junctor.http.api.PathConfig;
import org.junctor.http.api.PathService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one configuration comes to: paths and a protocol, each with the service that is there for it, behind one socket. */
final class Serving {
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    private ListenerConfig config;
    private final Engine engine;
    private final Excesses excesses;
    private final Traffic traffic;
    private final TlsCounters handshakes = new TlsCounters();
    private final Admission admission;
    private final Server server;
    private final @Nullable PathTree tree;
    private final @Nullable ProtocolSlot protocol;
    private @Nullable TlsGate gate;
    private @Nullable OpenListener open;

    /** Makes room for all that the configuration names, and opens nothing. */
    Serving(ListenerConfig config, Engine engine) throws PartFailure {
        this.config = config;
        this.engine = engine;
        this.excesses = new Excesses("transport " + config.id(), LOG::warn);
        this.traffic = new Traffic(PeerRates.of(config.object("endpoint")), excesses);
        this.admission = new Admission(config, engine.connections(), handshakes, excesses);
        this.server = new Server(engine.threads(), engine.scheduler(), engine.buffers());
        ErrorHandler errors = new ErrorHandler();
        errors.setShowStacks(false);
        server.setErrorHandler(errors);
        this.tree = config.http() ? tree(config, server) : null;
        if (tree != null) {
            server.setHandler(tree);
            if (config.hstsSeconds() >= 0 && config.tls() == null) {
                LOG.warn("transport {}: options.hsts does nothing without endpoint.tls", config.id());
            }
        }
        String name = config.protocol();
        this.protocol =
                name == null ? null : new ProtocolSlot(name, config.path("", config.protocolKeys()), engine, traffic);
        if (tree == null && protocol == null) {
            throw new PartFailure(
                    PartFailure.Cause.CONFIGURATION,
                    "transport " + config.id() + " serves nothing: give it rawsocket, websocket or web");
        }
    }

    private static PathTree tree(ListenerConfig config, Server server) throws PartFailure {
        return switch (config.type()) {
            case "web" -> PathTree.ofPaths(config, server);
            case ListenerConfig.UNIVERSAL -> PathTree.ofUniversal(config, server);
            default -> PathTree.ofOne(config, server);
        };
    }

    ListenerConfig config() {
        return config;
    }

    /**
     * Has the best service of each type do what is new from now on.
     *
     * @throws PartFailure if one cannot, and nobody else serves its place
     */
    void serve(Services<PathService> paths, Services<ListenerProtocol> protocols) throws PartFailure {
        for (PathSlot slot : slots()) {
            PathService best = paths.best(slot.type());
            if (best != null && !slot.servedBy(best)) {
                serve(slot, best);
            }
        }
        ProtocolSlot spoken = protocol;
        ListenerProtocol best = spoken == null ? null : protocols.best(spoken.type());
        if (spoken != null && best != null && !spoken.servedBy(best)) {
            try {
                spoken.serve(best);
            } catch (PartFailure failure) {
                failed(spoken.served(), failure, "transport " + config.id());
            }
        }
    }

    private void serve(PathSlot slot, PathService best) throws PartFailure {
        try {
            slot.serve(best);
        } catch (PartFailure failure) {
            failed(slot.served(), failure, "transport %s, path %s".formatted(config.id(), slot.name()));
        }
    }

    private static void failed(boolean served, PartFailure failure, String where) throws PartFailure {
        PartFailure told = new PartFailure(failure.kind(), where + ": " + failure.getMessage());
        if (!served) {
            throw told;
        }
        LOG.error("{}; who served it before goes on", told.getMessage());
    }

    private List<PathSlot> slots() {
        return tree == null ? List.of() : tree.slots();
    }

    /** A service goes: its paths answer 503 until another serves them. */
    void remove(PathService service) {
        slots().forEach(slot -> slot.remove(service));
    }

    /** A service goes: answers whether the socket is useless without it. */
    boolean silence(ListenerProtocol service) {
        if (protocol == null || !protocol.servedBy(service)) {
            return false;
        }
        protocol.clear();
        return tree == null;
    }

    /** What is still missing, as a sentence; null if all is there. */
    @Nullable
    String missing() {
        if (protocol != null && !protocol.served()) {
            return "transport %s: nothing speaks its type %s".formatted(config.id(), protocol.type());
        }
        for (PathSlot slot : slots()) {
            if (!slot.served()) {
                return "transport %s, path %s: nothing serves its type %s"
                        .formatted(config.id(), slot.name(), slot.type());
            }
        }
        return null;
    }

    boolean running() {
        return open != null;
    }

    /** Whether it must be closed before {@code next} can be opened. */
    boolean collides(Serving next) {
        return open != null && open.collides(next.config.address());
    }

    /** Opens the socket, and answers where. */
    String open() throws PartFailure {
        OpenListener opened = OpenListener.open(config, engine, server, factories(), admission);
        open = opened;
        return opened.url();
    }

    private List<ConnectionFactory> factories() throws PartFailure {
        List<ConnectionFactory> factories = new ArrayList<>();
        GatheringHttp http = tree == null ? null : new GatheringHttp(engine, traffic, config.headMs());
        if (http != null && protocol != null) {
            factories.add(new FirstOctet(engine, traffic, config.headMs(), protocol, http));
        }
        if (http != null) {
            factories.add(http);
        }
        if (protocol != null) {
            factories.add(protocol);
        }
        if (http != null && config.http2()) {
            factories.add(new GatheringHttp2(engine, traffic, config.http2Streams()));
        }
        TlsSettings tls = config.tls();
        if (tls != null) {
            if (http != null) {
                factories.add(0, new Alpn(config.http2(), factories.get(0).getProtocol()));
            }
            TlsGate made = new TlsGate(config.id(), tls, factories.get(0).getProtocol(), engine, handshakes);
            gate = made;
            factories.add(0, made);
        }
        return factories;
    }

    /**
     * Shows the certificates of a configuration that differs in nothing else but {@code auth}, for handshakes from now on, and lets in
     * whom it lets in.
     */
    void adjust(ListenerConfig changed) throws PartFailure {
        List<PathSlot> next = changed.http() ? tree(changed, server).slots() : List.of();
        for (PathSlot slot : next) {
            slot.config().listener(); // before anything changes, since it fails if it cannot be used
        }
        PathConfig spoken = changed.path("", changed.protocolKeys());
        if (protocol != null) {
            spoken.listener();
        }
        if (gate != null && changed.tls() != null) {
            gate.use(changed.tls());
        }
        for (int i = 0; i < next.size(); i++) {
            slots().get(i).adjust(next.get(i).config());
        }
        if (protocol != null) {
            protocol.adjust(spoken);
        }
        config = changed;
    }

    /** For {@code junctor status}. */
    Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        OpenListener now = open;
        if (now != null) {
            details.put("address", now.url());
            admission.addTo(details);
            details.putAll(excesses.figures());
            details.put("frames.written", traffic.frames());
            details.put("writes", traffic.writes());
            details.put("long.messages.bytes", engine.buffers().held());
        }
        if (gate != null) {
            gate.addTo(details);
        }
        if (protocol != null) {
            protocol.addTo(details);
        }
        slots().forEach(slot -> slot.addTo(details));
        return details;
    }

    void drain() {
        if (open != null) {
            open.drain();
        }
    }

    /** Ends what is served, then closes the socket. */
    void close() {
        slots().forEach(PathSlot::clear);
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
