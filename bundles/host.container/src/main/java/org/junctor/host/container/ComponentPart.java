package org.junctor.host.container;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junctor.api.operation.Part;
import org.junctor.api.operation.PartFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A component in a worker, as the worker tells of it. */
final class ComponentPart implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(ComponentPart.class);

    private final ComponentSpec spec;
    private final CompletableFuture<String> started = new CompletableFuture<>();
    private volatile String state = "starting";

    ComponentPart(ComponentSpec spec) {
        this.spec = spec;
    }

    @Override
    public String pid() {
        return spec.pid();
    }

    @Override
    public String kind() {
        return "component";
    }

    @Override
    public CompletionStage<String> started() {
        return started.minimalCompletionStage();
    }

    @Override
    public String state() {
        return state;
    }

    @Override
    public Map<String, Object> details() {
        return Map.of("classname", spec.classname(), "realm", spec.realm(), "url", spec.url());
    }

    /** The worker says that it runs. The node logs the first time; from then on it is said here. */
    void running() {
        String text = "component %s (%s) started in realm %s".formatted(spec.id(), spec.classname(), spec.realm());
        state = "running";
        if (!started.complete(text)) {
            LOG.info(text);
        }
    }

    /** The worker says that it could not start it. */
    void failed(String why) {
        state = "failed";
        String text = "component %s (%s) failed: %s".formatted(spec.id(), spec.classname(), why);
        if (!started.completeExceptionally(new PartFailure(PartFailure.Cause.CONFIGURATION, text))) {
            LOG.error(text);
        }
    }

    /** The worker says that it stopped, or has ended itself. */
    void stopped() {
        state = "stopped";
    }

    /** The worker is started. */
    void starting() {
        state = "starting";
    }

    boolean isRunning() {
        return state.equals("running");
    }

    boolean failed() {
        return state.equals("failed");
    }

    boolean ended() {
        return failed() || state.equals("stopped");
    }
}
