package org.junctor.auth.jwt;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Two threads for what takes its time, so that the threads of the network need not wait for it. */
final class Workers {
    private static final int THREADS = 2;
    private static final int MOST_WAITING = 1000;
    private static final int IDLE_S = 10;

    private final ThreadPoolExecutor threads;

    Workers(String name) {
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_S, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Does it; {@code busy} is the answer if too much is to do already. */
    <T> CompletionStage<T> run(Supplier<T> task, T busy) {
        try {
            return CompletableFuture.supplyAsync(task, threads);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedFuture(busy);
        }
    }

    /** Does it some time; {@link RejectedExecutionException} if too much is to do already. */
    void execute(Runnable task) {
        threads.execute(task);
    }

    void stop() {
        threads.shutdownNow();
    }
}
