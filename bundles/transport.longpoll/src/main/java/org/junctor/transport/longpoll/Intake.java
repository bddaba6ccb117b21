package org.junctor.transport.longpoll;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Room for the bodies of one client's requests to send: together they take no more than one may have, and a request that finds no room
 * is not read until there is. Thread-safe.
 */
final class Intake {
    private final long maxBytes;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean ended;

    private record Waiting(long bytes, Runnable start) {}

    Intake(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Runs {@code start} when there is room: at once, or by a later call of {@link #leave}. */
    void enter(long wanted, Runnable start) {
        synchronized (this) {
            if (!ended && (!waiting.isEmpty() || !fits(wanted))) {
                waiting.add(new Waiting(wanted, start));
                return;
            }
            bytes += wanted;
        }
        start.run();
    }

    /** A body is done with, and starts what has room now. */
    void leave(long held) {
        start(held);
    }

    /** The client is gone: all that wait are started, so that they are answered. */
    void end() {
        synchronized (this) {
            ended = true;
        }
        start(0);
    }

    private void start(long freed) {
        List<Runnable> next = new ArrayList<>();
        synchronized (this) {
            bytes -= freed;
            for (Waiting first = waiting.peek();
                    first != null && (ended || fits(first.bytes));
                    first = waiting.peek()) {
                waiting.remove();
                bytes += first.bytes;
                next.add(first.start);
            }
        }
        next.forEach(Runnable::run);
    }

    private boolean fits(long wanted) {
        return bytes == 0 || bytes + wanted <= maxBytes;
    }
}
