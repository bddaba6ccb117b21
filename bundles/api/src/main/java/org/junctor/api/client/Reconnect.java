package org.junctor.api.client;

import java.util.concurrent.ThreadLocalRandom;

/** How long a client waits before it tries again. */
@FunctionalInterface
public interface Reconnect {
    /**
     * The wait before the next attempt.
     *
     * @param failures how many attempts failed since a session was last in order, 1 or more
     * @return milliseconds; negative to give up
     */
    long delayMs(int failures);

    /**
     * Waits that double from {@code firstMs} to {@code maxMs}, each shortened by up to a quarter at random, so that the clients of a
     * router that was started again do not all come at once.
     */
    static Reconnect doubling(long firstMs, long maxMs) {
        return failures -> {
            long full = Math.min(maxMs, firstMs << Math.min(failures - 1, Integer.SIZE - 2));
            return full - ThreadLocalRandom.current().nextLong(full / 4 + 1);
        };
    }
}
