package org.junctor.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.Part;

/** The parts that run, by pid, and how they started. Thread-safe. */
final class Parts {

    /** Hears of parts as they come up. Called by any thread, with no lock held. */
    interface Listener {
        void started(Part part, String text);

        void failed(Part part, Throwable failure);

        /** A part that had started has gone. */
        void stopped(Part part);
    }

    /**
     * How a part is.
     *
     * @param text what it said when it had started
     * @param failure why it has not
     */
    record Status(Part part, @Nullable String text, @Nullable Throwable failure) {
        boolean settled() {
            return text != null || failure != null;
        }
    }

    private final Map<String, Status> statuses = new TreeMap<>();
    private final Listener listener;
    private boolean closed;

    Parts(Listener listener) {
        this.listener = listener;
    }

    void added(Part part) {
        synchronized (this) {
            statuses.put(part.pid(), new Status(part, null, null));
            notifyAll();
        }
        part.started().whenComplete((text, failure) -> {
            if (settled(part, text, failure == null ? null : cause(failure))) {
                if (failure != null) {
                    listener.failed(part, cause(failure));
                } else {
                    listener.started(part, text);
                }
            }
        });
    }

    /** Its properties changed, so that what it says of its start may have too. */
    void updated(Part part) {
        added(part);
    }

    /** These parts are about to be configured anew: what they said of their start before counts no longer. */
    synchronized void expect(Collection<String> pids) {
        for (String pid : pids) {
            Status status = statuses.get(pid);
            if (status != null) {
                statuses.put(pid, new Status(status.part(), null, null));
            }
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private synchronized boolean settled(Part part, @Nullable String text, @Nullable Throwable failure) {
        Status status = statuses.get(part.pid());
        if (status == null || status.part() != part) {
            return false;
        }
        statuses.put(part.pid(), new Status(part, failure == null && text == null ? "" : text, failure));
        notifyAll();
        return true;
    }

    void removed(Part part) {
        boolean ran;
        synchronized (this) {
            Status status = statuses.get(part.pid());
            if (status == null || status.part() != part) {
                return;
            }
            ran = status.text() != null;
            statuses.remove(part.pid());
            notifyAll();
        }
        if (ran) {
            listener.stopped(part);
        }
    }

    /** All parts that are there now. */
    synchronized List<Status> all() {
        return new ArrayList<>(statuses.values());
    }

    synchronized @Nullable Status of(String pid) {
        return statuses.get(pid);
    }

    /** Waits until all of these parts have started or failed; answers the pids that have done neither. */
    synchronized List<String> await(Collection<String> pids, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        List<String> open = open(pids);
        while (!open.isEmpty() && !closed && System.nanoTime() < deadline) {
            wait(millisUntil(deadline));
            open = open(pids);
        }
        return open;
    }

    private List<String> open(Collection<String> pids) {
        List<String> open = new ArrayList<>();
        for (String pid : pids) {
            Status status = statuses.get(pid);
            if (status == null || !status.settled()) {
                open.add(pid);
            }
        }
        return open;
    }

    /** At least one, since 0 would mean for ever. */
    private static long millisUntil(long deadline) {
        return Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
    }

    /** Waits until none of these parts is there any more, or the time is over. */
    synchronized void awaitGone(Collection<String> pids, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline && pids.stream().anyMatch(statuses::containsKey)) {
            wait(millisUntil(deadline));
        }
    }

    /** The node stops: nobody waits for a start any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
