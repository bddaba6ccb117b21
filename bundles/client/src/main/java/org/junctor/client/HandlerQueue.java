package org.junctor.client;

import java.util.concurrent.Executor;

/**
 * Where a session's handlers run, one at a time. It pauses the connection while messages of more than {@value #FULL} octets wait for
 * their handlers, so that a slow handler costs the router's patience and not this process's memory.
 */
final class HandlerQueue {
    static final long FULL = 8 << 20;

    /** What is charged for a message beside its octets, so that empty ones are bounded too. */
    private static final int ENTRY_BYTES = 256;

    private final SerialQueue queue;
    private final Runnable pause;
    private final Runnable resume;
    private long waiting;
    private boolean paused;

    HandlerQueue(Executor pool, String owner, Runnable pause, Runnable resume) {
        this.queue = new SerialQueue(pool, owner);
        this.pause = pause;
        this.resume = resume;
    }

    /** Runs {@code handler} after those that were given before it; {@code octets} is what its message took on the wire. */
    void execute(int octets, Runnable handler) {
        int charge = octets + ENTRY_BYTES;
        count(charge);
        queue.execute(() -> {
            count(-charge);
            handler.run();
        });
    }

    private synchronized void count(int octets) {
        waiting += octets;
        if (!paused && waiting > FULL) {
            paused = true;
            pause.run();
        } else if (paused && waiting < FULL / 2) {
            paused = false;
            resume.run();
        }
    }
}
