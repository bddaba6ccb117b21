package org.junctor.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Event;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.security.Match;
import org.junctor.api.store.EventStore;
import org.junctor.api.store.RetainedEvent;
import org.junctor.api.store.StoredEvent;

/**
 * The retained events of one realm (spec: "Event Retention"). Each topic has one for everybody, and beside it newer ones for those that
 * PUBLISH.Options name. Beyond the limits nothing is retained; the specification allows that.
 */
final class Retained {
    /** How many a topic may have beside the one for everybody. */
    private static final int RESTRICTED_MAX = 8;

    private final Context context;
    /** All topics, each with its events from the oldest. Guarded by this. */
    private final NavigableMap<String, List<Kept>> topics = new TreeMap<>();

    /** All events, from the oldest. Guarded by this. */
    private final NavigableMap<Long, Kept> bySequence = new TreeMap<>();

    /** Those that expire, from the first one to do so. Guarded by this. */
    private final NavigableSet<Kept> expiring =
            new TreeSet<>(Comparator.comparingLong(Kept::expiresMs).thenComparingLong(Kept::sequence));

    private long lastSequence;
    private long bytes;
    /** What all of them take of the memory, as realms and sessions share it. Guarded by this. */
    private final Ledger.Account account;

    private @Nullable EventStore store;

    /** One event. {@code expiresMs} is a time of day; {@link Long#MAX_VALUE} for never. */
    private record Kept(long sequence, StoredEvent event, @Nullable Audience audience, long expiresMs) {
        /** Whether it means something after a restart: ids of sessions do not. */
        boolean lasting() {
            return audience == null || !audience.namesSessions();
        }

        RetainedEvent forStore() {
            return new RetainedEvent(event, expiresMs == Long.MAX_VALUE ? null : Instant.ofEpochMilli(expiresMs));
        }
    }

    /**
     * What a subscriber is to get, by topic, and up to which event that was looked up.
     *
     * @param events in the order in which they are sent
     */
    record Found(Map<String, Kept> events, long upTo) {}

    Retained(Context context) {
        this.context = context;
        this.account = context.capacity().tables.account();
    }

    /** The realm is removed: nothing is retained any more. */
    synchronized void close() {
        account.close();
        topics.clear();
        bySequence.clear();
        expiring.clear();
    }

    /** Events are kept there too from now on; null for nowhere. */
    synchronized void store(@Nullable EventStore next) {
        store = next;
    }

    /** What a store had kept. What was published since is newer. */
    synchronized void load(List<RetainedEvent> events) {
        Map<String, List<Kept>> loaded = new LinkedHashMap<>();
        Set<String> changed = new LinkedHashSet<>();
        long now = context.timer().epochMs();
        for (RetainedEvent retained : events) {
            StoredEvent event = retained.event();
            Instant expires = retained.expires();
            long expiresMs = expires == null ? Long.MAX_VALUE : expires.toEpochMilli();
            try {
                if (topics.containsKey(event.topic())) {
                    continue;
                }
                if (expiresMs <= now) {
                    changed.add(event.topic());
                } else {
                    loaded.computeIfAbsent(event.topic(), topic -> new ArrayList<>())
                            .add(new Kept(++lastSequence, event, Audience.of(event.audience()), expiresMs));
                }
            } catch (ProtocolViolation e) { // whom it is for is damaged: better nobody gets it
                context.counters().retainedRefused.increment();
            }
        }
        loaded.forEach((topic, all) -> all.forEach(kept -> add(topic, kept)));
        forgetStored(changed);
    }

    /**
     * Retains an event in place of older ones.
     *
     * @param ttlMs how long; 0 for ever
     * @return complete when it is kept for good; null if there is nothing to wait for
     */
    synchronized @Nullable CompletionStage<Void> keep(StoredEvent event, @Nullable Audience audience, long ttlMs) {
        long expires = ttlMs == 0 ? Long.MAX_VALUE : context.timer().epochMs() + ttlMs;
        Kept kept = new Kept(++lastSequence, event, audience, expires);
        boolean wasLasting = replace(event.topic(), kept);
        boolean added = add(event.topic(), kept);
        if (!added) {
            context.counters().retainedRefused.increment();
        }
        EventStore now = store;
        return now != null && (wasLasting || (added && kept.lasting()))
                ? now.retain(event.topic(), lasting(event.topic()))
                : null;
    }

    private List<RetainedEvent> lasting(String topic) {
        return topics.getOrDefault(topic, List.of()).stream()
                .filter(Kept::lasting)
                .map(Kept::forStore)
                .toList();
    }

    /** Removes what a new one makes void: everything, or what was for the same audience. Whether a store knew some of it. */
    private boolean replace(String topic, Kept next) {
        List<Kept> there = topics.get(topic);
        if (there == null) {
            return false;
        }
        boolean lasting = false;
        Iterator<Kept> each = there.iterator();
        int restricted = 0;
        while (each.hasNext()) {
            Kept old = each.next();
            restricted += old.audience == null ? 0 : 1;
            if (next.audience == null || old.event.audience().equals(next.event.audience())) {
                each.remove();
                lasting |= old.lasting();
                discount(old);
            }
        }
        if (restricted >= RESTRICTED_MAX && next.audience != null) {
            lasting |= removeOldestRestricted(there);
        }
        if (there.isEmpty()) {
            topics.remove(topic);
        }
        return lasting;
    }

    private boolean removeOldestRestricted(List<Kept> there) {
        for (Kept old : there) {
            if (old.audience != null) {
                there.remove(old);
                discount(old);
                return old.lasting();
            }
        }
        return false;
    }

    private boolean add(String topic, Kept kept) {
        if (!takeRoom(kept)) {
            purge();
            if (!takeRoom(kept)) {
                return false;
            }
        }
        topics.computeIfAbsent(topic, fresh -> new ArrayList<>(1)).add(kept);
        bySequence.put(kept.sequence, kept);
        if (kept.expiresMs != Long.MAX_VALUE) {
            expiring.add(kept);
        }
        bytes += kept.event.size();
        return true;
    }

    private boolean takeRoom(Kept kept) {
        PubSubLimits limits = context.limits().pubSub();
        return bySequence.size() < limits.retainedMaxEvents()
                && bytes + kept.event.size() <= limits.retainedMaxBytes()
                && !context.capacity().critical()
                && account.take(Footprint.RETAINED + kept.event.size());
    }

    private void discount(Kept gone) {
        bySequence.remove(gone.sequence);
        expiring.remove(gone);
        bytes -= gone.event.size();
        account.give(Footprint.RETAINED + gone.event.size());
    }

    /** Forgets what has expired, here and in the store. */
    private void purge() {
        long now = context.timer().epochMs();
        Set<String> changed = new LinkedHashSet<>();
        while (!expiring.isEmpty() && expiring.first().expiresMs <= now) {
            Kept over = expiring.first();
            String topic = over.event.topic();
            discount(over);
            List<Kept> there = topics.getOrDefault(topic, List.of());
            there.remove(over);
            if (there.isEmpty()) {
                topics.remove(topic);
            }
            if (over.lasting()) {
                changed.add(topic);
            }
        }
        forgetStored(changed);
    }

    /** What is not there any more goes from the store too. If it cannot now, it goes when the store is read again. */
    private void forgetStored(Collection<String> changed) {
        EventStore now = store;
        if (now == null) {
            return;
        }
        for (String topic : changed) {
            CompletionStage<Void> unused = now.retain(topic, lasting(topic));
        }
    }

    /** Looks up the newest of each topic that a subscriber may have. Takes its time, so hold no lock. */
    synchronized Found find(Subscriber subscriber) {
        Subscription subscription = subscriber.subscription;
        NavigableMap<Long, Kept> newest = new TreeMap<>();
        String start = subscription.literalStart();
        NavigableMap<String, List<Kept>> within = subscription.match == Match.EXACT
                ? topics.subMap(start, true, start, true)
                : topics.tailMap(start, true);
        for (Map.Entry<String, List<Kept>> topic : within.entrySet()) {
            if (!topic.getKey().startsWith(start)) {
                break;
            }
            Kept kept = subscription.matches(topic.getKey()) ? newest(subscriber, topic.getValue()) : null;
            if (kept != null) {
                newest.put(kept.sequence, kept);
            }
        }
        Map<String, Kept> found = new LinkedHashMap<>();
        newest.values().forEach(kept -> found.put(kept.event.topic(), kept));
        return new Found(found, lastSequence);
    }

    private @Nullable Kept newest(Subscriber subscriber, List<Kept> events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (mayHave(subscriber, events.get(i))) {
                return events.get(i);
            }
        }
        return null;
    }

    private boolean mayHave(Subscriber subscriber, Kept kept) {
        Audience audience = kept.audience;
        return kept.expiresMs > context.timer().epochMs()
                && (audience == null || audience.includes(subscriber.session.info));
    }

    /** Sends what was found, and what has come since. The lock of the subscriber's outbox is held, so that nothing comes between. */
    void send(Subscriber subscriber, Found found) {
        synchronized (this) {
            for (Kept kept : bySequence.tailMap(found.upTo, false).values()) {
                if (subscriber.subscription.matches(kept.event.topic()) && mayHave(subscriber, kept)) {
                    found.events.put(kept.event.topic(), kept);
                }
            }
        }
        found.events.values().forEach(kept -> send(subscriber, kept.event));
    }

    private void send(Subscriber subscriber, StoredEvent event) {
        Outbox outbox = subscriber.session.outbox;
        if (outbox.full()) { // as much as a slow subscriber may have, and it did not even get events yet
            context.counters().eventsDropped.increment();
            return;
        }
        Subscription subscription = subscriber.subscription;
        Options details = event.details().with("retained", true);
        if (subscription.match != Match.EXACT) {
            details = details.with("topic", event.topic());
        }
        Event message = new Event(subscription.id, event.publication(), details, event.payload());
        Counters counters = context.counters();
        switch (outbox.put(message, event.payload())) {
            case SENT -> counters.eventsSent.increment();
            case TOO_LARGE -> counters.eventsTooLarge.increment();
            case UNCONVERTIBLE -> counters.eventsUnconvertible.increment();
        }
    }

    /** How many there are. */
    synchronized int size() {
        return bySequence.size();
    }
}
