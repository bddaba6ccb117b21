package org.junctor.auth.principals;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of principals that somebody asked for, each looked at once a second. */
@Component(service = PrincipalFiles.class)
public final class PrincipalFiles {
    private static final Logger LOG = LoggerFactory.getLogger(PrincipalFiles.class);
    private static final long PERIOD_MS = 1000;

    private final Path folder;
    private final Executor reader;
    private final @Nullable ScheduledExecutorService clock;
    private final Map<Path, CompletableFuture<PrincipalFile>> files = new ConcurrentHashMap<>();
    private volatile Runnable changed = () -> {};

    /** As a component. */
    @Activate
    public PrincipalFiles(BundleContext framework) {
        String node = framework.getProperty("junctor.node");
        this.folder = Path.of(node == null ? "" : node);
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "junctor-principals");
            made.setDaemon(true);
            return made;
        });
        this.clock = thread;
        this.reader = thread;
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::lookAgain, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    /** With a thread of a test, which looks when the test says so. */
    PrincipalFiles(Path folder, Executor reader) {
        this.folder = folder;
        this.reader = reader;
        this.clock = null;
    }

    @Deactivate
    void stop() {
        if (clock != null) {
            clock.shutdownNow();
        }
    }

    /** Whom to tell that a file says something new. */
    void onChange(Runnable listener) {
        changed = listener;
    }

    /**
     * The file of this name, relative to the node folder; complete at once if it was asked for before.
     *
     * @throws InvalidPathException if no file can have this name
     */
    CompletionStage<PrincipalFile> file(String name) {
        Path path = folder.resolve(name).toAbsolutePath().normalize();
        return files.computeIfAbsent(path, missing -> CompletableFuture.supplyAsync(() -> opened(missing), reader));
    }

    private static PrincipalFile opened(Path path) {
        PrincipalFile file = new PrincipalFile(path);
        file.refresh();
        return file;
    }

    /** The end of the line for a bug: it must not end the thread, or no file would ever be looked at again. */
    @SuppressWarnings("IllegalCatch")
    private void lookAgain() {
        try {
            look();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("Files of principals could not be looked at", e);
        }
    }

    /** Looks whether files have changed. */
    void look() {
        boolean news = false;
        for (CompletableFuture<PrincipalFile> entry : files.values()) {
            news |= entry.isDone()
                    && !entry.isCompletedExceptionally()
                    && entry.join().refresh();
        }
        if (news) {
            changed.run();
        }
    }
}
