package org.junctor.api.password;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junctor.api.security.AuthResult;

/**
 * Judges proofs that need a key derived, on two threads of its own, so that a slow derivation holds nobody else up, and many of them
 * at once cannot take the machine. Threads exist only while there is work.
 */
public final class Derivations implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int WAITING = 64;
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor pool;

    /**
     * An own pair of threads.
     *
     * @param name what the threads are called
     */
    public Derivations(String name) {
        AtomicInteger started = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), work -> {
                    Thread thread = new Thread(work, name + "-" + started.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /**
     * Has a proof judged soon.
     *
     * @return {@link AuthResult.Deny#BUSY} if 64 others wait already; fails as {@code work} does
     */
    @SuppressWarnings("IllegalCatch") // what goes wrong belongs to who waits for the answer
    public CompletionStage<AuthResult> judge(Supplier<AuthResult> work) {
        CompletableFuture<AuthResult> answer = new CompletableFuture<>();
        try {
            pool.execute(() -> {
                try {
                    answer.complete(work.get());
                } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException full) {
            answer.complete(AuthResult.Deny.BUSY);
        }
        return answer;
    }

    /** Ends the threads. What waits is never done: the handshakes end with the method that they belong to. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
