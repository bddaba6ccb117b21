package org.junctor.core;

import java.util.Locale;
import org.junctor.core.Capacity.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again how full the memory is, and has the core take less when it is nearly full. What was in use after the last
 * collection is old news, so what sessions are known to have taken or given back since is added to it.
 */
final class Watermark {
    /** The event that tells, in every realm. */
    static final String TOPIC = "junctor.memory.on_change";

    /** How often to look. */
    static final long INTERVAL_MS = 250;

    /**
     * When to have the memory collected while it seems full: with little to do it might not be for a long time. Twice as long after
     * each time, as there may be nothing to collect.
     */
    static final long COLLECT_MS = 1_000;

    private static final long COLLECT_MAX_MS = 30_000;

    /** How far below a mark it is over, so that it does not come and go. */
    private static final int MARGIN_PERCENT = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Watermark.class);

    private final Context context;
    private final Entrance entrance;
    private final Memory memory;
    private long collectedBytes;
    private long knownThenBytes;
    private long collectAtMs;
    private long collectMs = COLLECT_MS;

    Watermark(Context context, Entrance entrance, Memory memory) {
        this.context = context;
        this.entrance = entrance;
        this.memory = memory;
    }

    /** Looks now, and from now on. */
    void watch() {
        context.timer().after(INTERVAL_MS, this::watch); // first: a look that fails must not be the last one
        look();
    }

    private void look() {
        long known = context.capacity().bytes();
        long collected = memory.usedBytes();
        if (collected != collectedBytes) {
            collectedBytes = collected;
            knownThenBytes = known;
        }
        int percent = percent(collectedBytes + known - knownThenBytes);
        Level before = context.capacity().level();
        Level now = level(percent, before);
        if (now != before) {
            change(before, now, percent);
        } else if (now != Level.NORMAL && context.timer().nowMs() >= collectAtMs) {
            collect(percent(known));
        }
        if (before != Level.NORMAL) {
            entrance.links().forEach(link -> link.inbox().release(Inbox.MEMORY, null));
        }
    }

    /** What is known to be in use is not worth a collection. */
    private void collect(int knownPercent) {
        if (knownPercent < context.limits().quotas().memoryHighPercent() - MARGIN_PERCENT) {
            memory.collect();
        }
        collectMs = Math.min(2 * collectMs, COLLECT_MAX_MS);
        collectAtMs = context.timer().nowMs() + collectMs;
    }

    private int percent(long bytes) {
        return (int) (Math.max(bytes, 0) * 100 / memory.maxBytes());
    }

    private Level level(int percent, Level before) {
        Quotas quotas = context.limits().quotas();
        if (percent >= quotas.memoryCriticalPercent() - (before == Level.CRITICAL ? MARGIN_PERCENT : 0)) {
            return Level.CRITICAL;
        }
        return percent >= quotas.memoryHighPercent() - (before == Level.NORMAL ? 0 : MARGIN_PERCENT)
                ? Level.HIGH
                : Level.NORMAL;
    }

    private void change(Level before, Level now, int percent) {
        context.capacity().level(now);
        collectMs = before == Level.NORMAL ? COLLECT_MS : collectMs;
        collectAtMs = context.timer().nowMs() + collectMs;
        switch (now) {
            case NORMAL -> LOG.info("{} % of the memory are in use: publishers are held back no more", percent);
            case HIGH ->
                LOG.warn(
                        "{} % of the memory are in use: publishers are held back until it is less."
                                + " Give Java more (JUNCTOR_JAVA_OPTS=-Xmx…) or limit sessions",
                        percent);
            case CRITICAL ->
                LOG.warn("{} % of the memory are in use: no session is let in, and nothing is kept", percent);
        }
        if (now == Level.CRITICAL) {
            context.counters().memoryCritical.increment();
        } else if (before == Level.NORMAL) {
            context.counters().memoryHigh.increment();
        }
        announce(now, percent);
    }

    private void announce(Level level, int percent) {
        for (Realm realm : entrance.realms()) {
            realm.events.add(TOPIC, level.name().toLowerCase(Locale.ROOT), percent);
            realm.events.publish();
        }
    }
}
