package org.junctor.store.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.Part;
import org.junctor.api.operation.PartFailure;
import org.junctor.api.security.Match;
import org.junctor.api.store.EventQuery;
import org.junctor.api.store.EventStore;
import org.junctor.api.store.RetainedEvent;
import org.junctor.api.store.Series;
import org.junctor.api.store.SeriesLimits;
import org.junctor.api.store.StoredEvent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;

/** Keeps the event history of one realm in memory: it is gone when the router stops. */
@Component(
        service = {EventStore.class, Part.class},
        configurationPid = "org.junctor.store.memory",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
public final class MemoryStore implements EventStore, Part {
    private static final SeriesLimits USUAL = new SeriesLimits(new Series("", Match.EXACT), 1000, 16 << 20, null);
    private static final JsonMapper JSON = new JsonMapper();

    private final String pid;
    private final String realm;
    private final Clock clock;
    private final Map<Series, SeriesLog> logs = new LinkedHashMap<>();
    private final @Nullable String problem;
    /** Queries may look at many events, so they have a thread of their own. */
    private final ExecutorService readers = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "junctor-store-memory");
        thread.setDaemon(true);
        return thread;
    });

    /** Starts with the series of the configuration; with none if they cannot be read. */
    @Activate
    public MemoryStore(Map<String, Object> config) {
        this(config, Clock.systemUTC());
    }

    MemoryStore(Map<String, Object> config, Clock clock) {
        this.clock = clock;
        pid = String.valueOf(config.get("service.pid"));
        realm = String.valueOf(config.get(EventStore.REALM));
        problem = configure(config);
    }

    private @Nullable String configure(Map<String, Object> config) {
        try {
            Object history = JSON.readValue(String.valueOf(config.getOrDefault("event-history", "[]")), Object.class);
            for (SeriesLimits limits : SeriesLimits.of(config, history, USUAL)) {
                logs.put(limits.series(), new SeriesLog(limits));
            }
            return null;
        } catch (JsonProcessingException e) {
            return "event-history is no JSON: " + e.getOriginalMessage();
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /** What is kept is gone; whoever asks later gets nothing. */
    @Deactivate
    void stop() {
        readers.shutdown();
    }

    @Override
    public List<Series> series() {
        return List.copyOf(logs.keySet());
    }

    @Override
    public boolean retains() {
        return false; // the router has them in memory anyway
    }

    @Override
    public CompletionStage<Void> append(List<Series> series, StoredEvent event) {
        for (Series one : series) {
            SeriesLog log = logs.get(one);
            if (log != null) {
                log.append(event);
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<List<StoredEvent>> events(EventQuery query) {
        SeriesLog log = logs.get(query.series());
        if (log == null || readers.isShutdown()) {
            return CompletableFuture.completedFuture(List.of());
        }
        return CompletableFuture.supplyAsync(
                () -> query.notBefore(log.oldest(clock.instant())).answer(log), readers);
    }

    @Override
    public CompletionStage<Void> retain(String topic, List<RetainedEvent> events) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<List<RetainedEvent>> retained() {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public String pid() {
        return pid;
    }

    @Override
    public String kind() {
        return "store";
    }

    @Override
    public CompletionStage<String> started() {
        return problem == null
                ? CompletableFuture.completedFuture("store of realm " + realm + " (memory) started")
                : CompletableFuture.failedFuture(new PartFailure(
                        PartFailure.Cause.CONFIGURATION, "the store of realm " + realm + ": " + problem));
    }

    @Override
    public String state() {
        return problem == null ? "running" : "failed";
    }

    @Override
    public Map<String, Object> details() {
        return Map.of("realm", realm, "type", "memory", "topics", logs.size());
    }
}
