package org.junctor.core;

import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What a store has not finished yet. When it is too much, those who publish wait, so that a slow disk slows them and fills no memory. */
final class Backlog {
    private static final long MAX_BYTES = 4 << 20;

    private final Context context;
    private final AtomicLong bytes = new AtomicLong();
    private final Queue<Session> held = new ConcurrentLinkedQueue<>();

    Backlog(Context context) {
        this.context = context;
    }

    /** A session has published so much; it is finished when {@code done} is complete. */
    void add(Session publisher, int size, CompletionStage<?> done) {
        if (bytes.addAndGet(size) > MAX_BYTES) {
            context.counters().historyWaits.increment();
            publisher.link.inbox().hold(Inbox.STORE, publisher);
            held.add(publisher);
        }
        CompletionStage<?> unused = done.whenComplete((nothing, failure) -> {
            bytes.addAndGet(-size);
            release();
        });
        release(); // it may have become less before the publisher stood in the queue
    }

    private void release() {
        while (bytes.get() <= MAX_BYTES / 2) {
            Session next = held.poll();
            if (next == null) {
                return;
            }
            next.link.inbox().release(Inbox.STORE, next);
        }
    }
}
