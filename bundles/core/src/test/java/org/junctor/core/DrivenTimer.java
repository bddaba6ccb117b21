package org.junctor.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Time and worker threads of a core in a test: nothing happens but what the test lets happen. */
final class DrivenTimer implements Timer, Executor {
    private static final long EPOCH_MS = 1_700_000_000_000L;

    private final List<Alarm> alarms = new ArrayList<>();
    private final Queue<Runnable> work = new ArrayDeque<>();
    private long now = 1_000_000;

    private static final class Alarm {
        final long at;
        final Runnable task;

        Alarm(long at, Runnable task) {
            this.at = at;
            this.task = task;
        }
    }

    @Override
    public synchronized long nowMs() {
        return now;
    }

    @Override
    public synchronized long epochMs() {
        return EPOCH_MS + now;
    }

    @Override
    public synchronized Timeout after(long delayMs, Runnable task) {
        Alarm alarm = new Alarm(now + delayMs, task);
        alarms.add(alarm);
        return () -> cancel(alarm);
    }

    private synchronized void cancel(Alarm alarm) {
        alarms.remove(alarm);
    }

    @Override
    public synchronized void execute(Runnable task) {
        work.add(task);
    }

    /** Runs what is due now. */
    void run() {
        pass(0);
    }

    /** Lets so much time pass, and runs what falls due, in order. */
    void pass(long ms) {
        long end = nowMs() + ms;
        Alarm next = due(end);
        while (next != null) {
            next.task.run();
            next = due(end);
        }
        synchronized (this) {
            now = end;
        }
    }

    private synchronized @Nullable Alarm due(long end) {
        Alarm first = alarms.stream()
                .filter(alarm -> alarm.at <= end)
                .min(Comparator.comparingLong(alarm -> alarm.at))
                .orElse(null);
        if (first != null) {
            alarms.remove(first);
            now = Math.max(now, first.at);
        }
        return first;
    }

    /** Does what workers were given; how much that was. */
    int work() {
        int done = 0;
        Runnable task = poll();
        while (task != null) {
            task.run();
            done++;
            task = poll();
        }
        return done;
    }

    private synchronized @Nullable Runnable poll() {
        return work.poll();
    }

    /** How many tasks wait for their time. */
    synchronized int pending() {
        return alarms.size();
    }
}
