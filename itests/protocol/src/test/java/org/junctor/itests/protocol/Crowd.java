package org.junctor.itests.protocol;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Peers at work at the same time, each on a thread of its own, until the test says that it is enough. */
final class Crowd implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> atWork = new ArrayList<>();
    /** What went wrong first; what goes wrong in others behind it may be its consequence. */
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private volatile boolean enough;

    /** What one of them does: it ends soon after {@link #enough()}. */
    interface Work {
        void run() throws Exception;
    }

    /** Has one more of them begin. */
    void begin(Work work) {
        atWork.add(submit(work));
    }

    /** The same, for who wants to wait for that one. */
    Future<?> follow(Work work) {
        Future<?> followed = submit(work);
        atWork.add(followed);
        return followed;
    }

    private Future<?> submit(Work work) {
        return threads.submit(() -> {
            try {
                work.run();
            } catch (Exception | AssertionError e) {
                failure.compareAndSet(null, e);
                throw e;
            }
            return null;
        });
    }

    /** Whether one of them has ended before it was enough. */
    boolean failed() {
        return !enough && atWork.stream().anyMatch(Future::isDone);
    }

    /** Whether they are to come to an end. */
    boolean enough() {
        return enough;
    }

    /** Lets them work for so long, or until one of them fails; then it is enough. */
    void work(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Waiting.until(time.plus(LIMIT), () -> System.nanoTime() > end || failed(), () -> "the clock stands still");
        enough = true;
    }

    /** Waits for all; fails with what went wrong in one of them. */
    void finish() {
        atWork.forEach(this::await);
    }

    /** Waits until one of them has ended; fails with what went wrong in it. */
    void await(Future<?> work) {
        try {
            work.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("one of the peers: " + failure.get(), failure.get());
        } catch (TimeoutException e) {
            throw new AssertionError("no end within " + LIMIT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        enough = true;
        threads.shutdownNow();
    }
}
