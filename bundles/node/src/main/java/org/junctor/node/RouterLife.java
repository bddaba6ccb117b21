package org.junctor.node;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.api.operation.Router;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a node with a router: start, reload, drain. These happen one after the other, on one thread. */
final class RouterLife implements Life {
    private static final Logger LOG = LoggerFactory.getLogger("org.junctor.node");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Of a process that a second signal ends, as shells count. */
    private static final int SIGNALLED = 128 + 15;

    private final Path directory;
    private final Platform platform;
    private final Settings settings;
    private final Parts parts;
    private final Supplier<@Nullable Router> router;
    private final Commands commands;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "junctor-node"));
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile String state = "starting";
    private volatile long readyMs;
    private @Nullable PidFile pidFile;
    private @Nullable ControlSocket control;

    RouterLife(
            Path directory,
            Platform platform,
            Settings settings,
            Parts parts,
            Supplier<@Nullable Router> router,
            Commands commands) {
        this.directory = directory;
        this.platform = platform;
        this.settings = settings;
        this.parts = parts;
        this.router = router;
        this.commands = commands;
    }

    @Override
    public void begin() {
        thread.execute(() -> {
            try {
                start();
            } catch (StartFailure failure) {
                System.err.println(failure.getMessage());
                fail(failure.exitCode());
            } catch (IOException | RuntimeException failure) {
                LOG.error("The node cannot start", failure);
                fail(ExitCode.INTERNAL);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void fail(int exitCode) {
        state = "failed";
        platform.stop(exitCode);
    }

    private void start() throws StartFailure, IOException, InterruptedException {
        LOG.info("log opened: Junctor {} on Java {}, node folder {}", platform.version(), Runtime.version(), directory);
        if (!Files.isDirectory(directory)) {
            throw new StartFailure(ExitCode.CONFIGURATION, "error: there is no folder " + directory);
        }
        guard();
        for (String signal : List.of("TERM", "INT", "HUP")) {
            Signals.handle(signal, this::signalled);
        }
        NodeFile file = NodeFile.read(directory, platform.fragments());
        if (!file.valid()) {
            throw new StartFailure(ExitCode.CONFIGURATION, lines(file));
        }
        file.findings().forEach(warning -> LOG.warn("{}", warning));
        new Start(settings, parts, router, stopping::get, PATIENCE).run(file);
        if (!stopping.get()) {
            state = "running";
            readyMs = Duration.between(started(), Instant.now()).toMillis();
            LOG.info("ready in {} ms", readyMs);
        }
    }

    private synchronized void guard() throws StartFailure, IOException {
        PidFile taken = PidFile.take(directory);
        if (taken == null) {
            throw new StartFailure(
                    ExitCode.RUNNING,
                    "error: the node " + directory + " runs already, with pid "
                            + PidFile.owner(directory).orElse(0));
        }
        pidFile = taken;
        int length = ControlSocket.pathBytes(directory);
        if (length > Addresses.MAX_SOCKET_PATH_BYTES) {
            LOG.warn(
                    "No control socket: its path in {} would have {} bytes, at most {} are possible",
                    directory,
                    length,
                    Addresses.MAX_SOCKET_PATH_BYTES);
        } else {
            control = ControlSocket.open(directory, (request, in, out) -> commands.run(this, request, in, out));
        }
    }

    private static String lines(NodeFile file) {
        return String.join(
                System.lineSeparator(),
                file.findings().stream().map(Finding::toString).toList());
    }

    /** When the virtual machine began: the process may be older, and have been a shell that built what it became. */
    private static Instant started() {
        return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    }

    private void signalled() {
        if (!stop()) {
            end();
            platform.halt(SIGNALLED);
        }
    }

    /** Drains and stops the node; answers false if it is at it already. Does not wait. */
    boolean stop() {
        if (!stopping.compareAndSet(false, true)) {
            return false;
        }
        state = "draining";
        parts.close();
        try {
            thread.execute(this::drain);
        } catch (RejectedExecutionException ended) {
            // This life is over, as while the bundle is updated, and the next has not come: there is nothing to drain.
            platform.stop(ExitCode.OK);
        }
        return true;
    }

    private void drain() {
        try {
            new Drain(parts, settings, router, Drain.Limits.DEFAULT).run();
            platform.stop(ExitCode.OK);
        } catch (IOException | RuntimeException failure) {
            LOG.error("The node did not drain", failure);
            platform.stop(ExitCode.INTERNAL);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads the node file anew and applies the difference; a bad file changes nothing. Waits until what is new or changed has started. */
    Map<String, Object> reload() throws IOException {
        try {
            Callable<Map<String, Object>> task = this::reloaded;
            return thread.submit(task).get();
        } catch (ExecutionException failed) {
            throw new IOException("the node file could not be applied: " + failed.getCause(), failed);
        } catch (RejectedExecutionException ended) {
            throw new IOException("the node is stopping", ended);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException("the node is stopping", ended);
        }
    }

    private Map<String, Object> reloaded() throws IOException, InterruptedException {
        NodeFile file = NodeFile.read(directory, platform.fragments());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("applied", file.valid());
        answer.put("findings", file.findings().stream().map(Finding::toString).toList());
        if (!file.valid()) {
            return answer;
        }
        Change change = Change.from(settings.owned(), file.configurations());
        change.remove(settings);
        parts.awaitGone(change.removed(), PATIENCE);
        List<String> failed = new ArrayList<>();
        for (Configured.Stage stage : Configured.Stage.values()) {
            parts.expect(change.restarted(stage));
            List<String> awaited = change.apply(stage, settings);
            failed.addAll(parts.await(awaited, PATIENCE));
            awaited.stream().filter(pid -> !failed.contains(pid) && !runs(pid)).forEach(failed::add);
        }
        answer.put("removed", change.removed());
        answer.put("added", change.added().stream().map(Configured::pid).toList());
        answer.put("updated", change.updated().stream().map(Configured::pid).toList());
        answer.put("not_started", failed);
        answer.put("reasons", failed.stream().map(this::reason).toList());
        answer.put(
                "exit_code",
                failed.isEmpty()
                        ? ExitCode.OK
                        : ExitCode.of(failed.stream().map(this::kind).toList()));
        LOG.info(
                "node file read anew: {} removed, {} added, {} updated",
                change.removed().size(),
                change.added().size(),
                change.updated().size());
        return answer;
    }

    private String reason(String pid) {
        Throwable failure = failure(pid);
        return failure == null
                ? pid + " has not started in " + PATIENCE.toSeconds() + " s; see the node's log"
                : String.valueOf(failure.getMessage());
    }

    private PartFailure.Cause kind(String pid) {
        return failure(pid) instanceof PartFailure known ? known.kind() : PartFailure.Cause.INTERNAL;
    }

    private @Nullable Throwable failure(String pid) {
        Parts.Status status = parts.of(pid);
        return status == null ? null : status.failure();
    }

    private boolean runs(String pid) {
        Parts.Status status = parts.of(pid);
        return status != null && status.text() != null;
    }

    /** What {@code junctor status} shows. */
    Map<String, Object> status() {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Parts.Status status : parts.all()) {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("pid", status.part().pid());
            part.put("kind", status.part().kind());
            part.put("state", status.part().state());
            Throwable failure = status.failure();
            part.put("text", failure == null ? String.valueOf(status.text()) : String.valueOf(failure.getMessage()));
            part.put("details", status.part().details());
            list.add(part);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("state", state);
        answer.put("pid", ProcessHandle.current().pid());
        answer.put("node", directory.toString());
        answer.put("version", platform.version());
        answer.put("started", started().toString());
        answer.put("ready_ms", readyMs);
        answer.put("parts", list);
        return answer;
    }

    @Override
    public synchronized void end() {
        parts.close();
        thread.shutdownNow();
        try {
            if (control != null) {
                control.close();
            }
            if (pidFile != null) {
                pidFile.close();
            }
        } catch (IOException left) {
            LOG.warn("The node folder {} could not be tidied", directory, left);
        }
    }
}
