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
     * How long not to have the memory collected again while it seems full: the last collection may have been in the middle of a large
     * message, and with little to do the next one might be a long time off. Twice as long after each time, as there may be nothing to
     * collect.
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
        Level before = context.capacity().level();
        int percent = percent(known);
        Level now = level(percent, before);
        if (now != Level.NORMAL && collect(known)) {
            percent = percent(known);
            now = level(percent, before);
        }
        if (now != before) {
            change(before, now, percent);
        }
        if (now == Level.NORMAL) {
            collectMs = COLLECT_MS;
        }
        if (before != Level.NORMAL) {
            entrance.links().forEach(link -> link.inbox().release(Inbox.MEMORY, null));
        }
    }

    /** Has it collected, if it was not just now and the rest cannot be what is known to be in use. */
    private boolean collect(long known) {
        long nowMs = context.timer().nowMs();
        int knownPercent = percentOf(known);
        if (nowMs < collectAtMs || knownPercent >= context.limits().quotas().memoryHighPercent() - MARGIN_PERCENT) {
            return false;
        }
        memory.collect();
        collectAtMs = nowMs + collectMs;
        collectMs = Math.min(2 * collectMs, COLLECT_MAX_MS);
        return true;
    }

    /** How full it is, as far as one can tell. */
    private int percent(long known) {
        long collected = memory.usedBytes();
        if (collected != collectedBytes) {
            collectedBytes = collected;
            knownThenBytes = known;
        }
        return percentOf(collectedBytes + known - knownThenBytes);
    }

    private int percentOf(long bytes) {
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
