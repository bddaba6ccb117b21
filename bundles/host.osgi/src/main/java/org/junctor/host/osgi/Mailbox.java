package org.junctor.host.osgi;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that runs a component's code, and what waits for it. */
final class Mailbox {
    static final int LIMIT = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final ExecutorService thread;
    private final AtomicInteger waiting = new AtomicInteger();

    Mailbox(String name) {
        this(Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        }));
    }

    /** For tests, which bring a thread that they drive. */
    Mailbox(ExecutorService thread) {
        this.thread = thread;
    }

    /** Takes work from a peer, unless {@value #LIMIT} pieces wait already or the component has stopped: then false. */
    boolean offer(Runnable work) {
        if (waiting.incrementAndGet() > LIMIT) {
            waiting.decrementAndGet();
            return false;
        }
        return submit(() -> {
            waiting.decrementAndGet();
            work.run();
        });
    }

    /** Takes the host's own work, of which there is little, unless the component has stopped: then false. */
    boolean enqueue(Runnable work) {
        return submit(work);
    }

    private boolean submit(Runnable work) {
        try {
            thread.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException | LinkageError e) {
                    LOG.error("A component failed", e);
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("Work for a component that has stopped: {}", e.getMessage());
            return false;
        }
    }

    /** Takes nothing more, and waits for what was taken; after {@code waitMs} its thread is interrupted. */
    void close(long waitMs) throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(waitMs, TimeUnit.MILLISECONDS)) {
            thread.shutdownNow();
        }
    }
}
