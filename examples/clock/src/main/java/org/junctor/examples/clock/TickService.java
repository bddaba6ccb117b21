package org.junctor.examples.clock;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.WampComponent;
import org.junctor.api.message.Options;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Counts the seconds for everybody who listens: publishes 1, 2, 3 … while it has a session. */
@Component(service = WampComponent.class)
public final class TickService implements WampComponent {
    private final ScheduledExecutorService timer;
    private @Nullable ScheduledFuture<?> ticking;
    private long tick;

    /** As a component of the node. */
    public TickService() {
        this(Executors.newSingleThreadScheduledExecutor());
    }

    /** For tests, which bring a timer of their own. */
    TickService(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** There is a session: called again, with another one, when the first is lost. */
    @Override
    public CompletionStage<?> joined(ClientSession session) {
        ticking = timer.scheduleAtFixedRate(() -> publish(session), 0, 1, TimeUnit.SECONDS);
        return CompletableFuture.completedFuture(null);
    }

    /** The session is over: what {@link #joined} began ends here. */
    @Override
    public void left(String reason) {
        if (ticking != null) {
            ticking.cancel(false);
        }
    }

    private void publish(ClientSession session) {
        session.publish("com.example.clock.tick", List.of(++tick), Map.of(), Options.EMPTY);
    }

    @Deactivate
    void stop() {
        timer.shutdownNow();
    }
}
