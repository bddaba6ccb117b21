package org.junctor.core;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What peers did wrong, for the operator: one line a second at most, because a peer could fill a disk with it; counters tell the rest. */
final class PeerLog {
    private static final Logger LOG = LoggerFactory.getLogger(PeerLog.class);
    private static final long INTERVAL_MS = 1000;
    private static final int TEXT_MAX = 200;

    private final Timer timer;
    private final AtomicLong nextAtMs = new AtomicLong(Long.MIN_VALUE);
    private final AtomicLong withheld = new AtomicLong();

    PeerLog(Timer timer) {
        this.timer = timer;
    }

    /** Says what {@code peer} did. */
    void complain(Object peer, String what) {
        long now = timer.nowMs();
        long next = nextAtMs.get();
        if (now < next || !nextAtMs.compareAndSet(next, now + INTERVAL_MS)) {
            withheld.incrementAndGet();
            LOG.debug("{} {}", peer, what);
            return;
        }
        long others = withheld.getAndSet(0);
        LOG.warn("{} {}{}", peer, what, others == 0 ? "" : " (" + others + " such lines were left out before)");
    }

    /** A text of a peer as it may be shown: not too long, and on one line. */
    static String shown(String text) {
        boolean longer = text.length() > TEXT_MAX;
        String cut = longer ? text.substring(0, TEXT_MAX) : text;
        StringBuilder shown = new StringBuilder(cut.length() + 1);
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            shown.append(isVisible(c) ? c : '?');
        }
        return longer ? shown.append('…').toString() : shown.toString();
    }

    /** Neither a control character nor one that breaks a line, or has the rest of it written from right to left. */
    private static boolean isVisible(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
