package org.junctor.core;

/** Time as the core sees it: the real one in a router, driven by hand in tests. Thread-safe. */
interface Timer {
    /** Nothing that could be cancelled. */
    Timeout NONE = () -> {};

    /** Milliseconds since some moment; never goes back. */
    long nowMs();

    /** The time of day, in milliseconds since 1970. */
    long epochMs();

    /** Runs {@code task} once after {@code delayMs}, on a thread that it must not block. */
    Timeout after(long delayMs, Runnable task);

    /** A task that has not run yet. */
    interface Timeout {
        /** Makes sure that it does not begin from now on. Idempotent. */
        void cancel();
    }
}
