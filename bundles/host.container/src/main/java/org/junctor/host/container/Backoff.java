package org.junctor.host.container;

/**
 * When a process that ended is started again: after a delay that doubles from failure to failure, and after many quick failures in a
 * row not for a long time (the circuit is open).
 */
final class Backoff {
    private final WorkerOptions options;
    private long delayMs;
    private int failures;

    Backoff(WorkerOptions options) {
        this.options = options;
        this.delayMs = options.delayMinMs();
    }

    /**
     * The process ended.
     *
     * @param ranMs how long it ran
     * @return how long to wait, in milliseconds
     */
    long ended(long ranMs) {
        if (ranMs >= options.quickMs()) {
            failures = 0;
            delayMs = options.delayMinMs();
            return delayMs;
        }
        failures++;
        if (open()) {
            return options.openMs();
        }
        long delay = delayMs;
        delayMs = Math.min(delayMs * 2, options.delayMaxMs());
        return delay;
    }

    /** How many quick failures there were in a row. */
    int failures() {
        return failures;
    }

    /** Whether it failed too often: the next start is an attempt, and one more quick failure opens the circuit again. */
    boolean open() {
        return failures >= options.failuresMax();
    }
}
