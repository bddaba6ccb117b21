package org.junctor.api.security;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Two threads for what takes its time, such as the derivation of a key, so that it holds nobody else up on the threads of the network,
 * and much of it at once cannot take the machine. Threads exist only while there is work.
 */
public final class Workers implements Executor, AutoCloseable {
    private static final int THREADS = 2;
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor pool;

    /**
     * An own pair of threads.
     *
     * @param name what the threads are called
     * @param waiting how many tasks may wait, 1 or more
     */
    public Workers(String name, int waiting) {
        AtomicInteger started = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), work -> {
                    Thread thread = new Thread(work, name + "-" + started.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /**
     * Has something done soon.
     *
     * @return what {@code work} gives, or {@code busy} if too much waits already; fails as {@code work} does
     */
    @SuppressWarnings("IllegalCatch") // what goes wrong belongs to who waits for the answer
    public <T> CompletionStage<T> run(Supplier<? extends T> work, T busy) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            pool.execute(() -> {
                try {
                    answer.complete(work.get());
                } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException full) {
            answer.complete(busy);
        }
        return answer;
    }

    /**
     * Has something done soon whose outcome nobody waits for.
     *
     * @throws RejectedExecutionException if too much waits already
     */
    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }

    /** Ends the threads. What waits is never done: the handshakes end with the method that they belong to. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
