package org.junctor.host.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running process of a worker. Its input stays open as long as the worker is to run: it ends itself at the end of its input, and
 * so also when the router is killed.
 */
final class WorkerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    private static final long FIRM_S = 2;

    private final Process process;
    private final Thread reader;
    private final long startedNs = System.nanoTime();

    /**
     * How a process is started.
     *
     * @param arguments program and arguments
     * @param directory its working directory
     */
    record Command(List<String> arguments, Path directory, WorkerOptions.Environment environment) {
        String program() {
            return arguments.get(0);
        }
    }

    private WorkerProcess(String id, Process process, Consumer<String> lines) {
        this.process = process;
        this.reader = new Thread(() -> read(id, lines), "output of worker " + id);
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts one; its output goes to {@code lines}, on a thread of its own. */
    static WorkerProcess start(String id, Command command, Consumer<String> lines) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.arguments())
                .directory(command.directory().toFile())
                .redirectErrorStream(true);
        command.environment().apply(builder.environment());
        return new WorkerProcess(id, builder.start(), lines);
    }

    long pid() {
        return process.pid();
    }

    int exitCode() {
        return process.exitValue();
    }

    long ranMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNs);
    }

    void onExit(Runnable listener) {
        var unused = process.onExit().thenRun(listener);
    }

    /** Asks it to end itself. */
    void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("The input of process {} was closed by itself", pid(), e);
        }
    }

    /** It has ended: takes the rest of its output, unless a child of it still holds that open. */
    void finish() {
        try {
            reader.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeInput();
    }

    /** Ends it, politely first, then with all processes that it started; returns when they are gone. */
    void end(String id, long politeMs) throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        closeInput();
        if (!process.waitFor(politeMs, TimeUnit.MILLISECONDS)) {
            LOG.warn("worker {} goes on after the end of its input; it is terminated", id);
            process.destroy();
            if (!process.waitFor(FIRM_S, TimeUnit.SECONDS)) {
                LOG.warn("worker {} does not terminate; it is killed", id);
                kill();
                process.waitFor(FIRM_S, TimeUnit.SECONDS);
            }
        }
        children.forEach(ProcessHandle::destroyForcibly);
        finish();
    }

    /** Kills it, and what it started, at once. */
    void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private void read(String id, Consumer<String> lines) {
        try {
            new OutputLines(lines).read(process.getInputStream());
        } catch (IOException e) {
            LOG.debug("The output of worker {} ended", id, e);
        }
    }
}
