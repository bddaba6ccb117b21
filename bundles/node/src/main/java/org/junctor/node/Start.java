package org.junctor.node;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.api.operation.Router;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a checked node file to life, stage by stage, and says what has not started. */
final class Start {
    private static final Logger LOG = LoggerFactory.getLogger("org.junctor.node");

    private final Settings settings;
    private final Parts parts;
    private final Supplier<@Nullable Router> router;
    private final BooleanSupplier stopping;
    private final Duration patience;

    /**
     * @param stopping whether the node is to stop already
     * @param patience how long to wait for the parts of a stage
     */
    Start(
            Settings settings,
            Parts parts,
            Supplier<@Nullable Router> router,
            BooleanSupplier stopping,
            Duration patience) {
        this.settings = settings;
        this.parts = parts;
        this.router = router;
        this.stopping = stopping;
        this.patience = patience;
    }

    void run(NodeFile file) throws StartFailure, IOException, InterruptedException {
        for (String worker : file.routers()) {
            LOG.info(
                    "worker {} (router) started, pid {}",
                    worker,
                    ProcessHandle.current().pid());
        }
        Change change = Change.from(settings.owned(), file.configurations());
        change.remove(settings);
        for (Configured.Stage stage : Configured.Stage.values()) {
            if (stopping.getAsBoolean()) {
                return;
            }
            List<String> awaited = change.apply(stage, settings);
            // The doors do not stay closed because of a component.
            List<String> late =
                    parts.await(awaited, stage == Configured.Stage.COMPONENTS ? patience.dividedBy(2) : patience);
            if (stage == Configured.Stage.REALMS) {
                awaitRouter();
            }
            late(late);
            if (stage == Configured.Stage.REALMS || stage == Configured.Stage.TRANSPORTS) {
                refuse(awaited);
            }
        }
    }

    private void awaitRouter() throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (router.get() == null && System.nanoTime() < deadline && !stopping.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        if (router.get() == null) {
            LOG.error("The router core is not there: is the bundle org.junctor.core installed and started?");
        } else {
            LOG.info("router started");
        }
    }

    private void late(List<String> pids) {
        if (stopping.getAsBoolean()) {
            return;
        }
        for (String pid : pids) {
            Parts.Status status = parts.of(pid);
            if (status == null) {
                LOG.error("Nothing runs {}: is the bundle that does installed and started?", pid);
            } else {
                LOG.error(
                        "{} is still {}; the node goes on without it",
                        pid,
                        status.part().state());
            }
        }
    }

    /** Without its realms and listeners as they were configured, a node is not what its operator started. */
    private void refuse(List<String> pids) throws StartFailure {
        Set<PartFailure.Cause> causes = EnumSet.noneOf(PartFailure.Cause.class);
        List<String> messages = new ArrayList<>();
        for (String pid : pids) {
            Parts.Status status = parts.of(pid);
            Throwable failure = status == null ? null : status.failure();
            if (failure != null) {
                causes.add(failure instanceof PartFailure known ? known.kind() : PartFailure.Cause.INTERNAL);
                messages.add("error: " + pid.substring(pid.indexOf('~') + 1) + ": " + failure.getMessage());
            }
        }
        if (!causes.isEmpty()) {
            throw new StartFailure(ExitCode.of(causes), String.join(System.lineSeparator(), messages));
        }
    }
}
