package org.junctor.host.osgi;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** An executor that works when the test says so. */
final class DrivenThread extends AbstractExecutorService {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean shutdown;

    /** Does all that waits, and what that adds. */
    void run() {
        for (Runnable work = waiting.poll(); work != null; work = waiting.poll()) {
            work.run();
        }
    }

    @Override
    public void execute(Runnable work) {
        if (shutdown) {
            throw new RejectedExecutionException("shut down");
        }
        waiting.add(work);
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        return new ArrayList<>(waiting);
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown && waiting.isEmpty();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        run();
        return isTerminated();
    }
}
