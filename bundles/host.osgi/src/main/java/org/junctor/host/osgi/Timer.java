package org.junctor.host.osgi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs something later; tests drive it. */
@FunctionalInterface
interface Timer {
    /** Runs {@code task} after {@code delayMs}. It cannot be taken back: the task finds out itself whether it came too late. */
    void after(long delayMs, Runnable task);

    /** The time of the clock on the wall. */
    static Timer system() {
        return (delayMs, task) -> CompletableFuture.delayedExecutor(delayMs, TimeUnit.MILLISECONDS)
                .execute(task);
    }
}
