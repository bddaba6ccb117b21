package org.junctor.node;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.Router;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a node down so that nobody loses what is under way: doors, running calls, components, then everyone else. */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger("org.junctor.node");

    /**
     * How long each step may take.
     *
     * @param calls until running calls have their results
     * @param components until components have left
     * @param goodbyes until all sessions have said goodbye
     */
    record Limits(Duration calls, Duration components, Duration goodbyes) {
        static final Limits DEFAULT = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(2));
    }

    private final Parts parts;
    private final Settings settings;
    private final Supplier<@Nullable Router> router;
    private final Limits limits;

    Drain(Parts parts, Settings settings, Supplier<@Nullable Router> router, Limits limits) {
        this.parts = parts;
        this.settings = settings;
        this.router = router;
        this.limits = limits;
    }

    void run() throws InterruptedException, IOException {
        LOG.info("draining: no new connections, sessions and calls");
        parts.all().forEach(status -> status.part().drain());
        Router core = router.get();
        if (core != null) {
            core.drain();
            if (!within(limits.calls(), () -> core.callsInFlight() == 0)) {
                LOG.warn("{} calls are still running, and are given up", core.callsInFlight());
            }
        }
        List<String> components = settings.owned().keySet().stream()
                .filter(pid -> pid.startsWith(Configurations.COMPONENT) || pid.startsWith(Configurations.CONTAINER))
                .toList();
        for (String pid : components) {
            settings.delete(pid);
        }
        parts.awaitGone(components, limits.components());
        if (core != null) {
            core.shutdown();
            within(limits.goodbyes(), () -> core.realms().stream()
                    .allMatch(realm -> core.sessions(realm).isEmpty()));
        }
        LOG.info("drained");
    }

    private static boolean within(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return true;
    }
}
