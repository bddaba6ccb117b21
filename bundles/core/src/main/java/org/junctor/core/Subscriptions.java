package org.junctor.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Reason;
import org.junctor.api.security.Match;
import org.junctor.api.store.Series;

/** Who is subscribed to what in one realm. Notes what changes; whoever changed it publishes that when no lock is held any more. */
final class Subscriptions {
    private final Context context;
    private final MetaEvents events;
    private final UriTable<Subscription> table = new UriTable<>();
    private final Map<Long, Subscription> byId = new ConcurrentHashMap<>();
    /** Held to change who is subscribed to what; never while anything is sent. */
    private final ReentrantLock lock = new ReentrantLock();

    private long lastId;

    Subscriptions(Context context, MetaEvents events) {
        this.context = context;
        this.events = events;
    }

    /** All that match a topic. */
    List<Subscription> matching(String topic) {
        List<Subscription> matching = new ArrayList<>(2);
        table.collect(topic, matching);
        return matching;
    }

    /** All with this policy, in no order. */
    List<Subscription> all(Match match) {
        return table.values(match);
    }

    /** The one for exactly this topic or pattern, or null. */
    @Nullable
    Subscription find(Match match, String uri) {
        return table.get(match, uri);
    }

    /** The one with this id. */
    Subscription existing(long id) throws Refusal {
        Subscription subscription = byId.get(id);
        if (subscription == null) {
            throw unknown(id);
        }
        return subscription;
    }

    private static Refusal unknown(long id) {
        return new Refusal(Reason.NO_SUCH_SUBSCRIPTION, "there is no subscription " + id);
    }

    /** A session subscribes: its part in the subscription, from now or before; null if the session has ended meanwhile. */
    @Nullable
    Subscriber join(Session session, Match match, String uri) throws Refusal {
        lock.lock();
        try {
            if (!session.open) {
                return null;
            }
            Subscription there = table.get(match, uri);
            Subscriber known = there == null ? null : session.subscriptions.get(there.id);
            if (known != null) {
                return known;
            }
            int max = context.limits().pubSub().subscriptionsMax();
            if (session.subscriptions.size() >= max) {
                throw exceeded(session, "a session may have " + max + " subscriptions at most");
            }
            long shared = there != null && there.payer != null ? 0 : Footprint.subscription(match, uri);
            if (!session.takeTable(Footprint.SUBSCRIBER + shared)) {
                throw exceeded(session, "all sessions together have too many subscriptions for one more of this one");
            }
            Subscriber subscriber = add(session, there == null ? create(match, uri) : there);
            if (shared > 0) {
                subscriber.charged += shared;
                subscriber.subscription.payer = subscriber;
            }
            return subscriber;
        } finally {
            lock.unlock();
        }
    }

    private Refusal exceeded(Session session, String text) {
        return context.exceeded(session.link, context.counters().quotasExceeded, text);
    }

    private Subscription create(Match match, String uri) {
        Subscription created =
                new Subscription(++lastId, match, uri, context.timer().epochMs());
        byId.put(created.id, created);
        return table.add(match, uri, () -> created);
    }

    private Subscriber add(Session session, Subscription subscription) {
        Subscriber subscriber = new Subscriber(session, subscription);
        session.subscriptions.putIfAbsent(subscription.id, subscriber);
        boolean first = subscription.subscribers.size() == 0;
        subscription.subscribers.add(subscriber);
        if (!subscription.quiet()) {
            if (first) {
                events.add("wamp.subscription.on_create", session.id(), subscription.details());
            }
            events.add("wamp.subscription.on_subscribe", session.id(), subscription.id);
        }
        return subscriber;
    }

    /** A session does not subscribe any more: its part, or null if it had none. */
    @Nullable
    Subscriber leave(Session session, long subscription) {
        lock.lock();
        try {
            Subscriber subscriber = session.subscriptions.remove(subscription);
            if (subscriber != null) {
                remove(subscriber);
            }
            return subscriber;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all subscriptions of a session that is not open any more. */
    void leave(Session session) {
        lock.lock();
        try {
            session.subscriptions.drain().forEach(this::remove);
        } finally {
            lock.unlock();
        }
    }

    private void remove(Subscriber subscriber) {
        Subscription subscription = subscriber.subscription;
        subscription.subscribers.remove(subscriber);
        boolean last = subscription.subscribers.size() == 0;
        settle(subscriber);
        if (!subscription.quiet()) {
            long session = subscriber.session.id();
            events.add("wamp.subscription.on_unsubscribe", session, subscription.id);
            if (last) {
                events.add("wamp.subscription.on_delete", session, subscription.id);
            }
        }
        forgetIfUnused(subscription);
    }

    /** A session need not pay for its part any more; if it paid for the whole, another one does. */
    private static void settle(Subscriber gone) {
        Subscription subscription = gone.subscription;
        gone.session.giveTable(gone.charged);
        if (subscription.payer == gone) {
            Subscriber next = subscription.subscribers.first();
            subscription.payer = next;
            if (next != null) {
                long shared = Footprint.subscription(subscription.match, subscription.uri);
                next.charged += shared;
                next.session.inheritTable(shared);
            }
        }
    }

    private void forgetIfUnused(Subscription subscription) {
        if (subscription.subscribers.size() == 0 && !subscription.pinned) {
            table.remove(subscription.match, subscription.uri, subscription);
            byId.remove(subscription.id);
        }
    }

    /** From now on these, and no others, stay without subscribers too, so that they can be asked for their history. */
    void pin(List<Series> series) {
        lock.lock();
        try {
            Map<Long, Subscription> unpinned = new HashMap<>();
            for (Subscription subscription : byId.values()) {
                if (subscription.pinned) {
                    subscription.pinned = false;
                    unpinned.put(subscription.id, subscription);
                }
            }
            for (Series kept : series) {
                Subscription there = table.get(kept.match(), kept.uri());
                (there == null ? create(kept.match(), kept.uri()) : there).pinned = true;
            }
            unpinned.values().forEach(this::forgetIfUnused);
        } finally {
            lock.unlock();
        }
    }
}
