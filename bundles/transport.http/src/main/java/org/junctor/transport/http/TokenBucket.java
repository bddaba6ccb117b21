package org.junctor.transport.http;

/** Allows so many events in a second on average, and in a burst what has not been used of that. Guarded by its owner. */
final class TokenBucket {
    private static final double SECOND_NANOS = 1e9;

    private final double perSecond;
    private final double size;
    private double left;
    private long since;

    /** A full bucket. {@code perSecond} is 0 for any number. */
    TokenBucket(long perSecond, double size, long now) {
        this.perSecond = perSecond;
        this.size = size;
        this.left = size;
        this.since = now;
    }

    /** Takes one, if there is one. */
    boolean take(long now) {
        fill(now);
        if (perSecond > 0 && left < 1) {
            return false;
        }
        left--;
        return true;
    }

    /** Takes so many of what has happened already, which may be more than there are. */
    void spend(long events, long now) {
        fill(now);
        left -= events;
    }

    /** In how many nanoseconds what was overspent will have come; 0 if nothing was. */
    long owedNanos(long now) {
        fill(now);
        return perSecond == 0 || left >= 0 ? 0 : (long) Math.ceil(-left / perSecond * SECOND_NANOS);
    }

    private void fill(long now) {
        left = Math.min(size, left + (now - since) / SECOND_NANOS * perSecond);
        since = now;
    }
}
