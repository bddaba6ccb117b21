package org.junctor.store.mvstore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

/** Keeps the event history of one realm, and its retained events, in a file. */
@Component(
        service = {EventStore.class, Part.class},
        configurationPid = "org.junctor.store.mvstore",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
public final class FileStore implements EventStore, Part {
    private static final SeriesLimits USUAL = new SeriesLimits(new Series("", Match.EXACT), 10_000, 64 << 20, null);
    private static final JsonMapper JSON = new JsonMapper();

    private final String pid;
    private final String realm;
    private final Path path;
    private final boolean retains;
    private final Clock clock;
    private final List<SeriesLimits> series;
    private final Writer writer;
    private final ExecutorService readers = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "junctor-store-mvstore-reader");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable String problem;

    /** Opens the file that the configuration names. */
    @Activate
    public FileStore(Map<String, Object> config) {
        this(config, Clock.systemUTC());
    }

    FileStore(Map<String, Object> config, Clock clock) {
        this.clock = clock;
        pid = String.valueOf(config.get("service.pid"));
        realm = String.valueOf(config.get(EventStore.REALM));
        path = path(config, realm);
        retains = !Boolean.FALSE.equals(config.get("retained"));
        series = configured(config);
        boolean sync = !Boolean.FALSE.equals(config.get("sync"));
        writer = new Writer(path, () -> EventFile.open(path, series, sync));
        writer.start();
        try {
            writer.file();
        } catch (IOException e) {
            problem = problem == null ? e.getMessage() : problem;
        }
    }

    private static Path path(Map<String, Object> config, String realm) {
        Object named = config.get("path");
        String file = named == null
                ? "store/" + URLEncoder.encode(realm, StandardCharsets.UTF_8) + ".mv"
                : String.valueOf(named);
        return Path.of(String.valueOf(config.getOrDefault("node.directory", "")))
                .resolve(file)
                .toAbsolutePath();
    }

    private List<SeriesLimits> configured(Map<String, Object> config) {
        try {
            Object history = JSON.readValue(String.valueOf(config.getOrDefault("event-history", "[]")), Object.class);
            return SeriesLimits.of(config, history, USUAL);
        } catch (JsonProcessingException e) {
            problem = "event-history is no JSON: " + e.getOriginalMessage();
        } catch (IllegalArgumentException e) {
            problem = e.getMessage();
        }
        return List.of();
    }

    /** What is under way is committed, and the file closed. */
    @Deactivate
    void stop() {
        readers.shutdown();
        writer.stop();
    }

    @Override
    public List<Series> series() {
        return series.stream().map(SeriesLimits::series).toList();
    }

    @Override
    public boolean retains() {
        return retains;
    }

    @Override
    public CompletionStage<Void> append(List<Series> of, StoredEvent event) {
        return writer.change(file -> {
            byte[] octets = EventCodec.encode(event);
            for (Series one : of) {
                SeriesMap map = file.series(one);
                if (map != null) {
                    map.append(octets);
                }
            }
        });
    }

    @Override
    public CompletionStage<List<StoredEvent>> events(EventQuery query) {
        if (readers.isShutdown()) {
            return CompletableFuture.failedFuture(new IOException("the store has stopped"));
        }
        return CompletableFuture.supplyAsync(() -> answer(query), readers);
    }

    @SuppressWarnings("IllegalCatch") // as below
    private List<StoredEvent> answer(EventQuery query) {
        try {
            SeriesMap map = writer.file().series(query.series());
            if (map == null) {
                return List.of();
            }
            return query.notBefore(map.oldest(clock.instant())).answer(map);
        } catch (IOException e) {
            throw new CompletionException(e);
        } catch (RuntimeException e) {
            throw new CompletionException(EventFile.damaged(path, "cannot be read", e));
        }
    }

    @Override
    public CompletionStage<Void> retain(String topic, List<RetainedEvent> events) {
        return writer.change(file -> file.retain(topic, events));
    }

    @Override
    @SuppressWarnings("IllegalCatch") // the file's library has its own unchecked exceptions for damage
    public CompletionStage<List<RetainedEvent>> retained() {
        try {
            return CompletableFuture.completedFuture(retains ? writer.file().retained() : List.of());
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(EventFile.damaged(path, "cannot be read", e));
        }
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
                ? CompletableFuture.completedFuture("store of realm " + realm + " (mvstore) started on " + path)
                : CompletableFuture.failedFuture(new PartFailure(
                        PartFailure.Cause.CONFIGURATION, "the store of realm " + realm + ": " + problem));
    }

    @Override
    public String state() {
        try {
            writer.file();
            return problem == null ? "running" : "failed";
        } catch (IOException e) {
            return "failed";
        }
    }

    @Override
    public Map<String, Object> details() {
        try {
            EventFile file = writer.file();
            return Map.of(
                    "realm",
                    realm,
                    "type",
                    "mvstore",
                    "path",
                    path.toString(),
                    "events",
                    file.count(),
                    "damaged",
                    file.damaged());
        } catch (IOException e) {
            return Map.of("realm", realm, "type", "mvstore", "path", path.toString());
        }
    }
}
