package org.junctor.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Reason;
import org.junctor.api.store.EventQuery;
import org.junctor.api.store.EventStore;
import org.junctor.api.store.Series;
import org.junctor.api.store.StoredEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event history of one realm (spec: "Event History"), as far as the router has to do with it: the store is a service that comes and
 * goes. While a realm lacks the store that its configuration names, what would be stored waits; after the grace time it is refused.
 */
final class History {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);

    private final String realm;
    private final Context context;
    private final Subscriptions subscriptions;
    private final Retained retained;
    private final Backlog backlog;
    private final List<Runnable> waiting = new ArrayList<>();
    private volatile @Nullable Kept kept;
    private volatile boolean missing;
    private volatile boolean used;
    private volatile boolean expected;
    /** Counts how often the store left, so that a late timer does nothing. Guarded by {@link #waiting}. */
    private int absence;

    /** What is kept, and where: a store that is away is null, but what it keeps is known. */
    private record Kept(@Nullable EventStore store, UriTable<Series> series) {
        List<Series> of(String topic) {
            List<Series> matching = new ArrayList<>(2);
            series.collect(topic, matching);
            return matching;
        }
    }

    History(String realm, Context context, Subscriptions subscriptions, Retained retained) {
        this.realm = realm;
        this.context = context;
        this.subscriptions = subscriptions;
        this.retained = retained;
        backlog = new Backlog(context);
    }

    /** Whether the configuration names a store, so that it is waited for. */
    void expect(boolean named) {
        boolean forgotten;
        synchronized (waiting) {
            forgotten = expected && !named;
            expected = named;
        }
        Kept now = kept;
        if (now == null || now.store == null) {
            if (named) {
                miss();
            } else if (forgotten) {
                forget();
                proceed();
            }
        }
    }

    /** From now on what would be stored waits, but not for ever. */
    private void miss() {
        synchronized (waiting) {
            int now = ++absence;
            missing = true;
            used = true;
            context.timer().after(context.limits().graceMs(), () -> giveUp(now));
        }
    }

    private void forget() {
        kept = null;
        used = false;
        subscriptions.pin(List.of());
    }

    /**
     * The store is there, or has gone. Called by one thread at a time.
     *
     * @return what is to be done then, by somebody who holds no lock: what waited goes on
     */
    Runnable set(@Nullable EventStore store) {
        Kept before = kept;
        if (store == (before == null ? null : before.store)) {
            return () -> {};
        }
        if (store == null) {
            retained.store(null);
            if (before != null && expected) {
                kept = new Kept(null, before.series);
                miss();
                return () -> {};
            }
            forget();
            return this::proceed;
        }
        UriTable<Series> table = new UriTable<>();
        store.series().forEach(series -> table.add(series.match(), series.uri(), () -> series));
        subscriptions.pin(store.series());
        retained.store(store.retains() ? store : null);
        kept = new Kept(store, table);
        used = true;
        return () -> load(store);
    }

    private void load(EventStore store) {
        CompletionStage<?> unused = store.retained().whenComplete((events, failure) -> {
            Kept now = kept;
            if (failure != null) {
                failed("its retained events cannot be read", failure);
            } else if (now != null && now.store == store) { // else another one has come meanwhile
                retained.load(events);
            }
            proceed();
        });
    }

    private void giveUp(int which) {
        synchronized (waiting) {
            if (which != absence || !missing) {
                return;
            }
        }
        context.counters().graceExpired.increment();
        LOG.error("The store of realm {} is away: install or start its bundle. Nothing is stored meanwhile", realm);
        proceed();
    }

    private void proceed() {
        List<Runnable> ready;
        synchronized (waiting) {
            missing = false;
            ready = List.copyOf(waiting);
            waiting.clear();
        }
        ready.forEach(Runnable::run);
    }

    /** Whether anything may have to be stored at all. */
    boolean used() {
        return used;
    }

    /** Whether the store is waited for. */
    boolean missing() {
        return missing;
    }

    /** Handles a request of a session when the store is there or is not waited for any more; its other requests wait behind it. */
    void await(Session session, Link.Task request) {
        Inbox inbox = session.link.inbox();
        inbox.hold(Inbox.STORE, session);
        await(() -> session.link.guard(() -> {
            request.run();
            inbox.release(Inbox.STORE, session);
        }));
    }

    private void await(Runnable task) {
        synchronized (waiting) {
            if (missing) {
                waiting.add(task);
                return;
            }
        }
        task.run();
    }

    /** The series that events of this topic belong to. */
    List<Series> series(String topic) {
        Kept now = kept;
        return now == null ? List.of() : now.of(topic);
    }

    /** Appends an event to the series that it belongs to: complete when that is done. */
    CompletionStage<Void> append(Session publisher, List<Series> series, StoredEvent event) {
        Kept now = kept;
        EventStore store = now == null ? null : now.store;
        if (store == null) {
            context.counters().historyFailed.increment();
            return CompletableFuture.failedFuture(new IllegalStateException("the store is away"));
        }
        CompletionStage<Void> appended = store.append(series, event);
        pace(publisher, event, appended);
        return appended.whenComplete((nothing, failure) -> {
            if (failure == null) {
                context.counters().historyStored.increment();
            } else {
                failed("an event of " + event.topic() + " could not be stored", failure);
            }
        });
    }

    /** Has a publisher wait while the store has too much to write. */
    void pace(Session publisher, StoredEvent event, CompletionStage<?> stored) {
        backlog.add(publisher, event.size(), stored);
    }

    /** The events that are asked for; none if they are not kept. */
    CompletionStage<List<StoredEvent>> events(EventQuery query) {
        CompletableFuture<List<StoredEvent>> answer = new CompletableFuture<>();
        await(() -> {
            Kept now = kept;
            Series series = query.series();
            EventStore store = now == null ? null : now.store;
            if (now == null || now.series.get(series.match(), series.uri()) == null) {
                answer.complete(List.of());
            } else if (store == null) {
                answer.completeExceptionally(new Refusal(Reason.UNAVAILABLE, "the store of the realm is away"));
            } else {
                CompletionStage<?> unused = store.events(query).whenComplete((events, failure) -> {
                    if (failure == null) {
                        answer.complete(events);
                    } else {
                        failed("the history of " + series.uri() + " cannot be read", failure);
                        answer.completeExceptionally(
                                new Refusal(Reason.UNAVAILABLE, "the history cannot be read: see the router's log"));
                    }
                });
            }
        });
        return answer;
    }

    void failed(String what, Throwable failure) {
        context.counters().historyFailed.increment();
        context.log().complain("The store of realm " + realm, "failed: " + what + ": " + failure);
    }
}
