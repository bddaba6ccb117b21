package org.junctor.store.mvstore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that changes the file. What came together is committed together; a file that has failed is opened again. */
final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int BATCH_MAX = 1000;
    private static final long REOPEN_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long STOP_MS = 10_000;

    private final Path path;
    private final Opening opening;
    /** Bounded by the router, which waits for the store when it has much under way. */
    private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();

    private final Change last = new Change(file -> {}, new CompletableFuture<>());
    private final Thread thread = new Thread(this::run, "junctor-store-mvstore");
    private volatile @Nullable EventFile file;
    private volatile IOException problem = new IOException("the file was not opened");
    private volatile boolean stopped;
    private long openedAt;

    /** How the file is opened. */
    interface Opening {
        EventFile open() throws IOException;
    }

    private record Change(Consumer<EventFile> what, CompletableFuture<Void> done) {}

    Writer(Path path, Opening opening) {
        this.path = path;
        this.opening = opening;
        thread.setDaemon(true);
    }

    /** Opens the file, and starts; it goes on trying if that fails. */
    void start() {
        reopen();
        thread.start();
    }

    /** The file; fails while it cannot be opened. */
    EventFile file() throws IOException {
        EventFile now = file;
        if (now == null) {
            throw problem;
        }
        return now;
    }

    /** Changes the file: complete when that survives. */
    CompletionStage<Void> change(Consumer<EventFile> what) {
        Change change = new Change(what, new CompletableFuture<>());
        if (stopped) {
            change.done.completeExceptionally(new IOException("the store has stopped"));
        } else {
            changes.add(change);
            if (stopped && changes.remove(change)) { // it came behind the last one
                change.done.completeExceptionally(new IOException("the store has stopped"));
            }
        }
        return change.done;
    }

    /** Commits what came until now, and closes the file. */
    void stop() {
        stopped = true;
        changes.add(last);
        try {
            thread.join(STOP_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            boolean going = true;
            while (going) {
                List<Change> batch = new ArrayList<>();
                batch.add(changes.take());
                changes.drainTo(batch, BATCH_MAX);
                going = !batch.contains(last);
                write(batch);
            }
        } catch (InterruptedException e) {
            LOG.debug("The writer of a store was interrupted"); // nobody does that but a JVM that ends
        }
        close();
    }

    @SuppressWarnings("IllegalCatch") // whatever fails, those who wait must hear of it
    private void write(List<Change> batch) {
        EventFile now = file;
        if (now == null && System.nanoTime() - openedAt > REOPEN_NS) {
            now = reopen();
        }
        Throwable failure = null;
        if (now == null) {
            failure = problem;
        } else {
            try {
                for (Change change : batch) {
                    change.what.accept(now);
                }
                now.commit();
            } catch (RuntimeException | Error e) { // the thread must live: publishers wait for it
                fail(now, e);
                failure = problem;
            }
        }
        for (Change change : batch) {
            if (failure == null) {
                change.done.complete(null);
            } else {
                change.done.completeExceptionally(failure);
            }
        }
    }

    private void fail(EventFile broken, Throwable cause) {
        problem = EventFile.damaged(path, "cannot be written", cause);
        LOG.error("{} (it is opened again)", problem.getMessage());
        LOG.debug("Why {} cannot be written", path, cause);
        file = null;
        broken.abandon();
    }

    private @Nullable EventFile reopen() {
        openedAt = System.nanoTime();
        try {
            EventFile opened = opening.open();
            file = opened;
            return opened;
        } catch (IOException e) {
            problem = e;
            return null;
        }
    }

    private void close() {
        EventFile now = file;
        file = null;
        if (now != null) {
            close(now);
        }
        List<Change> late = new ArrayList<>();
        changes.drainTo(late);
        late.forEach(change -> change.done.completeExceptionally(new IOException("the store has stopped")));
    }

    @SuppressWarnings("IllegalCatch") // the file's library fails on damage in ways of its own
    private void close(EventFile open) {
        try {
            open.close();
        } catch (RuntimeException e) { // it is made smaller on this occasion, and so read
            LOG.error("{}", EventFile.damaged(path, "cannot be closed", e).getMessage());
            open.abandon();
        }
    }
}
