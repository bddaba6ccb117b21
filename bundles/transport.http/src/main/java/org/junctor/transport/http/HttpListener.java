package org.junctor.transport.http;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.Part;
import org.junctor.api.operation.PartFailure;
import org.junctor.api.security.PrincipalReview;
import org.junctor.http.api.ListenerProtocol;
import org.junctor.http.api.PathService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
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

    /** Ends sessions of those who are not let in any more. Absent while the router core is being updated. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable PrincipalReview review;

    private final Engine engine;
    private final String pid;
    private final Services<PathService> paths = new Services<>(PathService.TYPE);
    private final Services<ListenerProtocol> protocols = new Services<>(ListenerProtocol.TYPE);
    private volatile CompletableFuture<String> started = new CompletableFuture<>();
    private @Nullable Serving serving;
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
            serving = new Serving(ListenerConfig.of(properties), engine);
            engine.scheduler().schedule(this::servicesMissing, servicesMs, TimeUnit.MILLISECONDS);
        } catch (PartFailure failure) {
            fail(failure);
        }
    }

    /**
     * Takes another configuration. Other certificates and authentication settings are for new handshakes, and leave everything open. Where it listens on another
     * address, the old socket is closed when the new one is open; if the new one cannot be opened, all stays as it was.
     */
    @Modified
    public synchronized void modify(Map<String, Object> properties) {
        Serving old = serving;
        started = new CompletableFuture<>();
        try {
            ListenerConfig changed = ListenerConfig.of(properties);
            if (old == null || !old.running()) {
                begin(new Serving(changed, engine));
            } else if (changed.adjusts(old.config())) {
                adjust(old, changed);
            } else {
                replace(old, new Serving(changed, engine));
            }
        } catch (PartFailure failure) {
            refused(failure);
        }
    }

    private void adjust(Serving running, ListenerConfig changed) throws PartFailure {
        String what = changed.sameTls(running.config())
                        && !changed.keys().equals(running.config().keys())
                ? "goes by the authentication settings of its new configuration"
                : "shows the certificates of its new configuration";
        running.adjust(changed);
        PrincipalReview core = review;
        if (core != null) {
            core.review();
        }
        tell("transport " + changed.id() + " " + what);
    }

    private void refused(PartFailure failure) {
        if (serving == null || !serving.running()) {
            fail(failure);
        } else {
            engine.threads()
                    .execute(completion(new PartFailure(
                            failure.kind(), failure.getMessage() + "; until then the listener goes on as before")));
        }
    }

    private void begin(Serving next) throws PartFailure {
        next.serve(paths, protocols);
        if (next.missing() == null) {
            opened(next);
        } else {
            serving = next;
            engine.scheduler().schedule(this::servicesMissing, SERVICES_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void replace(Serving old, Serving next) throws PartFailure {
        try {
            next.serve(paths, protocols);
            if (next.missing() != null) {
                throw missing(next);
            }
            if (old.collides(next)) {
                old.close();
            }
            opened(next);
        } catch (PartFailure failure) {
            next.close();
            if (!old.running()) {
                reopen(old.config());
            }
            throw failure;
        }
        old.close();
    }

    private void reopen(ListenerConfig config) throws PartFailure {
        Serving again = new Serving(config, engine);
        again.serve(paths, protocols);
        again.open();
        serving = again;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public synchronized void addPathService(PathService service, Map<String, Object> properties) {
        paths.add(service, properties);
        serve();
    }

    public synchronized void removePathService(PathService service) {
        paths.remove(service);
        if (serving != null) {
            serving.remove(service);
            serve();
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public synchronized void addListenerProtocol(ListenerProtocol service, Map<String, Object> properties) {
        protocols.add(service, properties);
        serve();
    }

    public synchronized void removeListenerProtocol(ListenerProtocol service) {
        protocols.remove(service);
        Serving old = serving;
        if (old != null && old.silence(service) && old.running()) {
            state = "waiting for " + old.config().type();
            old.close();
            try {
                serving = new Serving(old.config(), engine);
            } catch (PartFailure failure) {
                fail(failure);
            }
        }
        serve();
    }

    private void serve() {
        Serving now = serving;
        if (now == null || state.equals("stopped")) {
            return;
        }
        try {
            now.serve(paths, protocols);
            if (!now.running() && now.missing() == null) {
                opened(now);
            }
        } catch (PartFailure failure) {
            if (now.running()) {
                LOG.error("{}; it answers 503 until that is mended", failure.getMessage());
            } else {
                serving = null; // nothing that comes can mend it
                now.close();
                fail(failure);
            }
        }
    }

    private void opened(Serving next) throws PartFailure {
        String url = next.open();
        serving = next;
        state = "running";
        tell("transport %s started on %s".formatted(next.config().id(), url));
    }

    private void tell(String line) {
        if (started.isDone()) {
            LOG.info("{}", line);
        }
        CompletableFuture<String> told = started;
        engine.threads().execute(() -> told.complete(line));
    }

    private synchronized void servicesMissing() {
        Serving now = serving;
        if (now == null || now.running() || started.isDone() || state.equals("stopped")) {
            return;
        }
        fail(missing(now));
    }

    private static PartFailure missing(Serving serving) {
        return new PartFailure(
                PartFailure.Cause.CONFIGURATION,
                serving.missing() + ": correct the type, or install and start the bundle that brings it");
    }

    private void fail(PartFailure failure) {
        state = "failed";
        if (started.isDone()) {
            LOG.error("{}", failure.getMessage());
        }
        engine.threads().execute(completion(failure));
    }

    private Runnable completion(PartFailure failure) {
        CompletableFuture<String> told = started;
        return () -> told.completeExceptionally(failure);
    }

    /** Ends what this listener serves, then closes its socket. */
    @Deactivate
    public synchronized void stop() {
        state = "stopped";
        if (serving != null) {
            serving.close();
            serving = null;
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
        return serving == null ? Map.of() : serving.details();
    }

    @Override
    public synchronized void drain() {
        if (serving != null) {
            serving.drain();
            state = "draining";
        }
    }
}
