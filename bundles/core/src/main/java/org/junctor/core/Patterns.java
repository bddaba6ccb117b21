package org.junctor.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Match;

/**
 * All patterns of a {@link UriTable} at one version, and which of them matched the URIs that were asked for since. What was found
 * lives and dies with the version, so that it is never stale.
 */
final class Patterns<V> {
    /** How many URIs are remembered, and how long one may be: at most 4 MiB or so in all. */
    static final int REMEMBERED_MAX = 4096;

    static final int REMEMBERED_LENGTH_MAX = 256;

    private static final Matches<?> NOTHING = new Matches<>(List.of(), null);

    private final PatternTrie<V> prefixes;
    private final PatternTrie<V> wildcards;
    private final long version;
    private final ConcurrentHashMap<String, Matches<V>> remembered = new ConcurrentHashMap<>();

    /**
     * The patterns that match one URI.
     *
     * @param all prefixes from the shortest, then wildcards from the best
     * @param best the longest prefix, else the best wildcard
     */
    record Matches<V>(List<V> all, @Nullable V best) {}

    Patterns(PatternTrie<V> prefixes, PatternTrie<V> wildcards, long version) {
        this.prefixes = prefixes;
        this.wildcards = wildcards;
        this.version = version;
    }

    PatternTrie<V> prefixes() {
        return prefixes;
    }

    PatternTrie<V> wildcards() {
        return wildcards;
    }

    long version() {
        return version;
    }

    PatternTrie<V> trie(Match match) {
        return match == Match.PREFIX ? prefixes : wildcards;
    }

    /** How many URIs are remembered now. */
    int remembered() {
        return remembered.size();
    }

    Matches<V> matches(String uri) {
        if (prefixes.isEmpty() && wildcards.isEmpty()) {
            return nothing();
        }
        Matches<V> known = remembered.get(uri);
        return known != null ? known : search(uri);
    }

    private Matches<V> search(String uri) {
        List<V> all = new ArrayList<>(2);
        prefixes.prefixesOf(uri, all);
        int ofPrefixes = all.size();
        wildcards.wildcardsOf(uri, all);
        Matches<V> found =
                all.isEmpty() ? nothing() : new Matches<>(List.copyOf(all), all.get(Math.max(ofPrefixes - 1, 0)));
        if (uri.length() <= REMEMBERED_LENGTH_MAX) {
            if (remembered.size() >= REMEMBERED_MAX) {
                remembered.clear();
            }
            remembered.put(uri, found);
        }
        return found;
    }

    @SuppressWarnings("unchecked") // it holds no value of any type
    private static <V> Matches<V> nothing() {
        return (Matches<V>) NOTHING;
    }
}
