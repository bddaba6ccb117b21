package org.junctor.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junctor.api.operation.Part;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a worker process: does what its parent has written into a file, reports on the standard output, and ends with the
 * parent, that is, when the standard input does.
 */
final class WorkerLife implements Life, Parts.Listener {
    private static final Logger LOG = LoggerFactory.getLogger("org.junctor.node");
    private static final int STOP_SECONDS = 5;

    private final Path file;
    private final Platform platform;
    private final Settings settings;
    private final InputStream in;
    private final PrintStream out;
    private volatile boolean stopping;

    WorkerLife(Path file, Platform platform, Settings settings, InputStream in, PrintStream out) {
        this.file = file;
        this.platform = platform;
        this.settings = settings;
        this.in = in;
        this.out = out;
    }

    @Override
    public void begin() {
        // Ctrl-C in a terminal reaches the whole process group, but it is the router that ends its workers.
        Signals.handle("INT", () -> LOG.debug("Interrupt ignored"));
        Signals.handle("TERM", this::stop);
        thread(this::watchParent, "junctor-parent").start();
        thread(this::configure, "junctor-worker").start();
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void configure() {
        try {
            Map<String, Map<String, Object>> wanted = read();
            for (String left : settings.owned().keySet()) {
                if (!wanted.containsKey(left)) {
                    settings.delete(left);
                }
            }
            for (Map.Entry<String, Map<String, Object>> entry : wanted.entrySet()) {
                settings.put(entry.getKey(), entry.getValue());
            }
        } catch (IOException | IllegalArgumentException unusable) {
            LOG.error("The worker file {} cannot be used", file, unusable);
            platform.stop(ExitCode.CONFIGURATION);
        } catch (IllegalStateException | LinkageError bundleGone) {
            if (!stopping) {
                throw bundleGone;
            }
        }
    }

    private Map<String, Map<String, Object>> read() throws IOException {
        Map<String, Map<String, Object>> read = new LinkedHashMap<>();
        Json.object(Files.readString(file)).forEach((pid, properties) -> {
            if (!(properties instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException(pid + " has no properties");
            }
            read.put(pid, flat(map));
        });
        return read;
    }

    /** A list of texts is an array, as in a realm's roles; other nested values become JSON text. */
    private static Map<String, Object> flat(Map<?, ?> properties) {
        Map<String, Object> flat = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (value instanceof Collection<?> list && list.stream().allMatch(String.class::isInstance)) {
                flat.put(String.valueOf(key), list.toArray(String[]::new));
            } else if (value instanceof Collection || value instanceof Map) {
                flat.put(String.valueOf(key), Json.text(value));
            } else if (value != null) {
                flat.put(String.valueOf(key), value);
            }
        });
        return flat;
    }

    private void watchParent() {
        try {
            while (in.read() >= 0) {
                // The parent says nothing; only the end counts.
            }
        } catch (IOException gone) {
            LOG.debug("The parent process has gone", gone);
        }
        stop();
    }

    private void stop() {
        stopping = true;
        CompletableFuture.delayedExecutor(STOP_SECONDS, TimeUnit.SECONDS)
                .execute(() -> platform.halt(ExitCode.INTERNAL));
        platform.stop(ExitCode.OK);
    }

    @Override
    public void started(Part part, String text) {
        report(part, "started", text);
    }

    @Override
    public void failed(Part part, Throwable failure) {
        report(part, "failed", String.valueOf(failure.getMessage()));
    }

    @Override
    public void stopped(Part part) {
        report(part, "stopped", "");
    }

    private void report(Part part, String what, String text) {
        String line = "junctor-part " + part.pid() + " " + what + " " + text.replaceAll("\\R", " ");
        out.print(line.stripTrailing() + "\n");
        out.flush();
    }

    @Override
    public void end() {
        LOG.debug("The worker of {} ends", file);
    }
}
