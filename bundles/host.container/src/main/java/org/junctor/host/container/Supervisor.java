package org.junctor.host.container;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one worker process running, and ends it. All that it does but {@link #stop} happens on a thread of its own. */
final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final String id;
    private final WorkerOptions options;
    private final WorkerProcess.Command command;
    private final WorkerPart part;
    private final Map<String, ComponentPart> components;
    private final Consumer<String> lines;
    private final Backoff backoff;
    private final ScheduledThreadPoolExecutor thread;
    private int starts;
    private boolean announced;
    private @Nullable String ending;
    private volatile boolean stopping;
    private volatile @Nullable WorkerProcess process;

    Supervisor(
            String id,
            WorkerOptions options,
            WorkerProcess.Command command,
            WorkerPart part,
            Map<String, ComponentPart> components,
            Consumer<String> lines) {
        this.id = id;
        this.options = options;
        this.command = command;
        this.part = part;
        this.components = components;
        this.lines = lines;
        this.backoff = new Backoff(options);
        this.thread = new ScheduledThreadPoolExecutor(1, this::thread, new ThreadPoolExecutor.DiscardPolicy());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private Thread thread(Runnable task) {
        Thread made = new Thread(task, "worker " + id);
        made.setDaemon(true);
        return made;
    }

    void start() {
        thread.execute(this::launch);
    }

    /** Ends the worker; returns when it is gone, with all processes that it started. */
    void stop() {
        stopping = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("worker {}: its supervision is still busy; the process is ended all the same", id);
            }
            WorkerProcess running = process;
            if (running != null) {
                running.end(id, options.stopMs());
            }
        } catch (InterruptedException e) {
            WorkerProcess running = process;
            if (running != null) {
                running.kill();
            }
            Thread.currentThread().interrupt();
        }
        part.ended("stopped", "stopped");
        components.values().forEach(ComponentPart::stopped);
    }

    private void launch() {
        if (stopping) {
            return;
        }
        components.values().forEach(ComponentPart::starting);
        ending = null;
        announced = false;
        starts++;
        try {
            WorkerProcess started = WorkerProcess.start(id, command, this::line);
            process = started;
            part.running(started.pid(), starts - 1);
            if (starts > 1) {
                LOG.info("worker {} (container) started again, pid {}", id, started.pid());
            }
            started.onExit(() -> thread.execute(() -> exited(started)));
        } catch (IOException e) {
            String why = "worker %s: cannot start %s: %s".formatted(id, command.program(), e.getMessage());
            LOG.error(why);
            part.failed(new PartFailure(PartFailure.Cause.INTERNAL, why));
            again(0, why);
        }
    }

    private void exited(WorkerProcess ended) {
        if (stopping) {
            return;
        }
        ended.finish();
        process = null;
        components.values().stream().filter(component -> !component.failed()).forEach(ComponentPart::stopped);
        String how = "ended with exit code %d after %d s".formatted(ended.exitCode(), ended.ranMs() / 1000);
        if (ending != null) {
            LOG.info("worker {} {}: {}", id, how, ending);
            part.ended("stopped", how);
        } else if (options.restart().restarts(ended.exitCode())) {
            again(ended.ranMs(), how);
        } else {
            LOG.warn(
                    "worker {} {}; it stays down ({})",
                    id,
                    how,
                    options.restart().key());
            part.ended(ended.exitCode() == 0 ? "stopped" : "failed", how);
        }
    }

    private void again(long ranMs, String how) {
        long delay = backoff.ended(ranMs);
        if (backoff.open()) {
            LOG.error(
                    "worker {} {}; that were {} quick failures in a row, so the next attempt is in {} s",
                    id,
                    how,
                    backoff.failures(),
                    delay / 1000);
        } else {
            LOG.warn("worker {} {}; it is started again in {} ms", id, how, delay);
        }
        part.ended(backoff.open() ? "open" : "restarting", how);
        var unused = thread.schedule(this::launch, delay, TimeUnit.MILLISECONDS);
    }

    /** A line of output, on the thread that reads it. */
    private void line(String text) {
        Report report = Report.of(text);
        ComponentPart component = report == null ? null : components.get(report.pid());
        if (report == null || component == null) {
            lines.accept(text);
        } else {
            thread.execute(() -> reported(component, report));
        }
    }

    private void reported(ComponentPart component, Report report) {
        switch (report.event()) {
            case "started" -> component.running();
            case "failed" -> component.failed(report.text());
            default -> component.stopped();
        }
        List<ComponentPart> all = List.copyOf(components.values());
        if (!announced && all.stream().allMatch(ComponentPart::isRunning)) {
            announced = true;
            LOG.info("component container {} started", id);
        }
        WorkerProcess running = process;
        if (running != null && ending == null && options.shutdown().ends(all)) {
            ending = "as " + options.shutdown().key() + " says";
            running.closeInput();
        }
    }
}
