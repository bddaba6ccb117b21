package org.junctor.transport.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.Part;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.ListenerProtocol;
import org.junctor.http.api.PathService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transport of the node file that listens: opens its socket when all that it serves is there, and keeps it while path services
 * come and go.
 */
@Component(
        service = Part.class,
        immediate = true,
        configurationPid = "org.junctor.transport.http",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class HttpListener implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);

    /** How long the listener waits at start for services that its configuration names. */
    private static final long SERVICES_MS = 5000;

    private final Engine engine;
    private final String pid;
    private final Traffic traffic = new Traffic();
    private final CompletableFuture<String> started = new CompletableFuture<>();
    private final Map<PathService, Map<String, Object>> paths = new LinkedHashMap<>();
    private final Map<ListenerProtocol, Map<String, Object>> protocols = new LinkedHashMap<>();
    private @Nullable ListenerConfig config;
    private @Nullable Server server;
    private @Nullable PathTree tree;
    private @Nullable ListenerProtocol protocol;
    private @Nullable OpenListener open;
    private String state = "starting";

    /** Reads the configuration; the socket is opened when the services that it needs are bound. */
    @Activate
    public HttpListener(@Reference Engine engine, Map<String, Object> properties) {
        this(engine, properties, SERVICES_MS);
    }

    HttpListener(Engine engine, Map<String, Object> properties, long servicesMs) {
        this.engine = engine;
        this.pid = String.valueOf(properties.get("service.pid"));
        try {
            ListenerConfig read = ListenerConfig.of(properties);
            config = read;
            if (web(read)) {
                Server made = newServer(engine);
                server = made;
                tree = read.type().equals("web") ? PathTree.ofPaths(read, made) : PathTree.ofOne(read, made);
                made.setHandler(tree);
            }
            engine.scheduler().schedule(this::servicesMissing, servicesMs, TimeUnit.MILLISECONDS);
        } catch (PartFailure failure) {
            giveUp(failure);
        }
    }

    private static boolean web(ListenerConfig config) {
        return config.type().equals("web") || config.type().equals("websocket");
    }

    private static Server newServer(Engine engine) {
        Server made = new Server(engine.threads(), engine.scheduler(), engine.buffers());
        ErrorHandler errors = new ErrorHandler();
        errors.setShowStacks(false);
        made.setErrorHandler(errors);
        return made;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public synchronized void addPathService(PathService service, Map<String, Object> properties) {
        paths.put(service, properties);
        serveAndOpen();
    }

    public synchronized void removePathService(PathService service) {
        paths.remove(service);
        PathTree served = tree;
        if (served != null) {
            served.slots().stream().filter(slot -> slot.servedBy(service)).forEach(PathSlot::clear);
            serveAndOpen();
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public synchronized void addListenerProtocol(ListenerProtocol service, Map<String, Object> properties) {
        protocols.put(service, properties);
        serveAndOpen();
    }

    public synchronized void removeListenerProtocol(ListenerProtocol service) {
        protocols.remove(service);
        OpenListener old = open;
        if (protocol == service && old != null) {
            open = null;
            protocol = null;
            state = "waiting for " + (config == null ? "" : config.type());
            old.close();
            serveAndOpen();
        }
    }

    private void serveAndOpen() {
        ListenerConfig now = config;
        if (now == null || state.equals("stopped")) {
            return;
        }
        try {
            if (web(now)) {
                serveAndOpenWeb(now);
            } else {
                openProtocol(now);
            }
        } catch (PartFailure failure) {
            if (open == null) {
                giveUp(failure);
            } else {
                LOG.error("{}; it answers 503 until that is mended", failure.getMessage());
            }
        }
    }

    private void serveAndOpenWeb(ListenerConfig now) throws PartFailure {
        PathTree all = tree;
        Server on = server;
        if (all == null || on == null) {
            return;
        }
        for (PathSlot slot : all.slots()) {
            PathService service = slot.served() ? null : best(paths, PathService.TYPE, slot.type());
            if (service != null) {
                serve(now, slot, service);
            }
        }
        if (open == null && all.slots().stream().allMatch(PathSlot::served)) {
            String scheme = now.type().equals("web") ? "http" : "ws";
            opened(
                    now,
                    OpenListener.open(
                            now, engine, on, new GatheringHttp(engine, traffic, now.firstRequestMs()), scheme));
        }
    }

    private void serve(ListenerConfig now, PathSlot slot, PathService service) throws PartFailure {
        try {
            slot.serve(service);
        } catch (PartFailure failure) {
            throw new PartFailure(
                    failure.kind(), "transport %s, path %s: %s".formatted(now.id(), slot.name(), failure.getMessage()));
        }
    }

    private void openProtocol(ListenerConfig now) throws PartFailure {
        ListenerProtocol service = best(protocols, ListenerProtocol.TYPE, now.type());
        if (open == null && service != null) {
            protocol = service;
            opened(
                    now,
                    OpenListener.open(
                            now,
                            engine,
                            newServer(engine),
                            new GatheringProtocol(service.create(now.path("", now.keys())), engine, traffic),
                            "tcp"));
        }
    }

    private void opened(ListenerConfig now, OpenListener listener) {
        open = listener;
        state = "running";
        String line = "transport %s started on %s".formatted(now.id(), listener.url());
        if (started.isDone()) {
            LOG.info("{}", line);
        }
        engine.threads().execute(() -> started.complete(line));
    }

    /** The service of a type with the highest ranking. */
    private static <T> @Nullable T best(Map<T, Map<String, Object>> services, String key, String type) {
        List<Map.Entry<T, Map<String, Object>>> fitting = new ArrayList<>();
        for (Map.Entry<T, Map<String, Object>> service : services.entrySet()) {
            if (type.equals(service.getValue().get(key))) {
                fitting.add(service);
            }
        }
        return fitting.stream()
                .max(Comparator.comparingInt(service -> ranking(service.getValue())))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private static int ranking(Map<String, Object> properties) {
        return properties.get("service.ranking") instanceof Integer ranking ? ranking : 0;
    }

    private synchronized void servicesMissing() {
        ListenerConfig now = config;
        if (now == null || open != null || started.isDone() || state.equals("stopped")) {
            return;
        }
        PathTree all = tree;
        String missing = all == null
                ? "transport %s: nothing speaks its type %s".formatted(now.id(), now.type())
                : all.slots().stream()
                        .filter(slot -> !slot.served())
                        .map(slot -> "transport %s, path %s: nothing serves its type %s"
                                .formatted(now.id(), slot.name(), slot.type()))
                        .findFirst()
                        .orElse("transport " + now.id());
        fail(new PartFailure(
                PartFailure.Cause.CONFIGURATION,
                missing + ": correct the type, or install and start the bundle that brings it"));
    }

    /** Nothing that comes can mend it: a wrong configuration, or an address that is not to be had. */
    private void giveUp(PartFailure failure) {
        config = null;
        fail(failure);
    }

    private void fail(PartFailure failure) {
        state = "failed";
        if (started.isDone()) {
            LOG.error("{}", failure.getMessage());
        }
        engine.threads().execute(() -> started.completeExceptionally(failure));
    }

    /** Ends what this listener serves, then closes its socket. */
    @Deactivate
    public synchronized void stop() {
        state = "stopped";
        if (tree != null) {
            tree.slots().forEach(PathSlot::clear);
        }
        if (open != null) {
            open.close();
            open = null;
        }
    }

    @Override
    public String pid() {
        return pid;
    }

    @Override
    public String kind() {
        return "transport";
    }

    @Override
    public CompletionStage<String> started() {
        return started;
    }

    @Override
    public synchronized String state() {
        return state;
    }

    @Override
    public synchronized Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        OpenListener now = open;
        if (now != null) {
            details.put("address", now.url());
            details.put("connections", now.connections());
            details.put("frames.written", traffic.frames());
            details.put("writes", traffic.writes());
        }
        return details;
    }

    @Override
    public synchronized void drain() {
        if (open != null) {
            open.drain();
            state = "draining";
        }
    }
}
