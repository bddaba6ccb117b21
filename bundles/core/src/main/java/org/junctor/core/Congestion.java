package org.junctor.core;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An acknowledged publication whose subscribers have no room: its publisher's requests wait until they have, but not for ever. The EVENTs
 * stand in the outboxes already, so nothing is lost when the time is over, and no thread waits, so nothing can block itself.
 */
final class Congestion {
    private final Context context;
    private final List<Outbox> full;
    private final AtomicInteger left;
    private final AtomicBoolean over = new AtomicBoolean();
    private final CompletableFuture<Void> room = new CompletableFuture<>();
    private final Runnable arrived = this::arrive;

    private Congestion(Context context, List<Outbox> full) {
        this.context = context;
        this.full = full;
        left = new AtomicInteger(full.size() + 1);
    }

    /** Has a publisher wait for outboxes that are full. The stage is complete when there is room, or the time is over. */
    static CompletionStage<Void> await(Context context, Session publisher, List<Outbox> full) {
        Congestion congestion = new Congestion(context, full);
        publisher.link.inbox().hold(Inbox.SUBSCRIBER, publisher);
        context.counters().publicationsPaused.increment();
        for (Outbox outbox : full) {
            if (!outbox.awaitRoom(congestion.arrived)) {
                congestion.arrive();
            }
        }
        Timer.Timeout patience =
                context.timer().after(context.limits().outbox().publishPauseMs(), congestion::losePatience);
        CompletionStage<Void> done = congestion.room.whenComplete((nothing, failure) -> patience.cancel());
        congestion.arrive();
        return done;
    }

    /** Has its publisher go on. Called when the publisher was told. */
    static void goOn(Session publisher) {
        publisher.link.inbox().release(Inbox.SUBSCRIBER, publisher);
    }

    private void arrive() {
        if (left.decrementAndGet() == 0 && over.compareAndSet(false, true)) {
            room.complete(null);
        }
    }

    private void losePatience() {
        if (over.compareAndSet(false, true)) {
            context.counters().publicationsOverdue.increment();
            full.forEach(outbox -> outbox.forgetRoom(arrived));
            room.complete(null);
        }
    }
}
