package org.junctor.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Match;

/**
 * What is subscribed or registered, by policy and URI. Readers take no lock; writers of patterns take one. The same URI may be there
 * once for each policy.
 */
final class UriTable<V> {
    private final ConcurrentHashMap<String, V> exact = new ConcurrentHashMap<>();
    private final Object writer = new Object();
    private volatile Patterns<V> patterns = new Patterns<>(PatternTrie.empty(), PatternTrie.empty(), 0);

    /** What is there for this URI, or null. */
    @Nullable
    V get(Match match, String uri) {
        return match == Match.EXACT ? exact.get(uri) : patterns.trie(match).get(uri);
    }

    /** What is there for this URI, or else {@code fresh}, which is there from then on; {@code fresh} must not use this table. */
    V add(Match match, String uri, Supplier<V> fresh) {
        if (match == Match.EXACT) {
            return exact.computeIfAbsent(uri, key -> fresh.get());
        }
        synchronized (writer) {
            V there = patterns.trie(match).get(uri);
            if (there != null) {
                return there;
            }
            V added = fresh.get();
            change(match, trie -> trie.with(uri, added));
            return added;
        }
    }

    /** Removes {@code value}; false, and nothing is changed, if something else is there or nothing. */
    boolean remove(Match match, String uri, V value) {
        if (match == Match.EXACT) {
            return exact.remove(uri, value);
        }
        synchronized (writer) {
            if (!value.equals(patterns.trie(match).get(uri))) {
                return false;
            }
            change(match, trie -> trie.without(uri));
            return true;
        }
    }

    /** Adds all that match this concrete URI: the exact one, prefixes from the shortest, wildcards from the best. */
    void collect(String uri, Collection<V> into) {
        V equal = exact.get(uri);
        if (equal != null) {
            into.add(equal);
        }
        List<V> matching = patterns.matches(uri).all();
        for (int i = 0; i < matching.size(); i++) { // addAll would copy the list first
            into.add(matching.get(i));
        }
    }

    /** The exact one, or the longest prefix, or the best wildcard (spec: "Pattern-based Registrations"), or null. */
    @Nullable
    V best(String uri) {
        V equal = exact.get(uri);
        return equal != null ? equal : patterns.matches(uri).best();
    }

    /** All of one policy, in no order. */
    List<V> values(Match match) {
        return match == Match.EXACT
                ? new ArrayList<>(exact.values())
                : patterns.trie(match).values();
    }

    /** Rises with each change of a pattern. */
    long version() {
        return patterns.version();
    }

    private void change(Match match, UnaryOperator<PatternTrie<V>> step) {
        Patterns<V> now = patterns;
        patterns = match == Match.PREFIX
                ? new Patterns<>(step.apply(now.prefixes()), now.wildcards(), now.version() + 1)
                : new Patterns<>(now.prefixes(), step.apply(now.wildcards()), now.version() + 1);
    }
}
