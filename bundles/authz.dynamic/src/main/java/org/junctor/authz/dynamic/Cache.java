package org.junctor.authz.dynamic;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Action;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Match;

/** Answers of one authorizer that may be kept: so many, for so long; the one that was not used for the longest goes first. */
final class Cache {
    /** Longer URIs are not kept, so that the number of answers bounds the memory. */
    static final int URI_MAX_LENGTH = 256;

    private final long ttlNanos;
    private final int max;
    private final LongSupplier nanoTime;
    /** Rises with each flush, so that an answer that was asked for before is not kept after it. Guarded by this. */
    private long generation;
    /** Guarded by this. */
    private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    /** What was asked: of one session, since another one may get another answer. */
    record Key(long session, Action action, String uri, Match match) {}

    private record Kept(CompletionStage<Decision> decision, long sinceNanos) {}

    Cache(Delegation settings, LongSupplier nanoTime) {
        ttlNanos = TimeUnit.MILLISECONDS.toNanos(settings.cacheTtlMs());
        max = settings.cacheMax();
        this.nanoTime = nanoTime;
    }

    /** The answer that is known; null if there is none. */
    synchronized @Nullable CompletionStage<Decision> find(Key key) {
        Kept found = kept.get(key);
        if (found != null && nanoTime.getAsLong() - found.sinceNanos >= ttlNanos) {
            kept.remove(key);
            return null;
        }
        return found == null ? null : found.decision;
    }

    /** To be given to {@link #keep} with the answer to a question that is asked now. */
    synchronized long generation() {
        return generation;
    }

    synchronized void keep(Key key, Decision decision, long asked) {
        if (asked != generation || key.uri.length() > URI_MAX_LENGTH || ttlNanos == 0 || max == 0) {
            return;
        }
        kept.put(key, new Kept(decision.now(), nanoTime.getAsLong()));
        if (kept.size() > max) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    synchronized void flush() {
        generation++;
        kept.clear();
    }

    synchronized int size() {
        return kept.size();
    }
}
