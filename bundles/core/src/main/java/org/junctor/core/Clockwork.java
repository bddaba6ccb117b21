package org.junctor.core;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of a running core: one for time, and few for messages that are too large for a thread that serves many peers. */
final class Clockwork implements Timer, Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Clockwork.class);
    private static final int WORKERS = 2;

    private final ScheduledThreadPoolExecutor scheduler;
    private final ThreadPoolExecutor workers;

    Clockwork() {
        scheduler = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "junctor-core-timer"));
        scheduler.setRemoveOnCancelPolicy(true);
        workers = new ThreadPoolExecutor(
                WORKERS,
                WORKERS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), // one message of each connection at most: it is paused meanwhile
                task -> daemon(task, "junctor-core-worker"));
        workers.allowCoreThreadTimeOut(true);
    }

    @Override
    public long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public long epochMs() {
        return System.currentTimeMillis();
    }

    @Override
    public Timeout after(long delayMs, Runnable task) {
        try {
            ScheduledFuture<?> future = scheduler.schedule(guarded(task), delayMs, TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            return NONE; // the core has stopped, and with it all that was to be done later
        }
    }

    @Override
    public void execute(Runnable task) {
        try {
            workers.execute(guarded(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("The core has stopped: a large message is not read");
        }
    }

    void stop() {
        scheduler.shutdownNow();
        workers.shutdownNow();
    }

    /** The end of the line for a bug: a task that fails must not end its thread, and must be seen. */
    @SuppressWarnings("IllegalCatch")
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("A task of the router core failed", e);
            }
        };
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
