package org.junctor.core;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Patterns of one kind, as an immutable radix tree: a change copies the path to the changed node and shares the rest, so that readers
 * need no lock. What a walk costs depends on the URI and on the patterns that match it, not on how many there are.
 */
final class PatternTrie<V> {
    private static final PatternTrie<?> EMPTY = new PatternTrie<>(new PatternNode<>("", null, PatternNode.none()));

    private final PatternNode<V> root;

    private PatternTrie(PatternNode<V> root) {
        this.root = root;
    }

    /** A trie without patterns. */
    @SuppressWarnings("unchecked") // it holds no value of any type
    static <V> PatternTrie<V> empty() {
        return (PatternTrie<V>) EMPTY;
    }

    boolean isEmpty() {
        return root.value == null && root.children.length == 0;
    }

    /** What is stored for exactly this pattern. */
    @Nullable
    V get(String pattern) {
        PatternNode<V> node = root;
        int at = 0;
        while (at < pattern.length()) {
            PatternNode<V> child = node.child(pattern.charAt(at));
            if (child == null || !pattern.startsWith(child.label, at)) {
                return null;
            }
            at += child.label.length();
            node = child;
        }
        return node.value;
    }

    /** This trie with {@code value} for {@code pattern}, in place of what was there. */
    PatternTrie<V> with(String pattern, V value) {
        List<PatternNode<V>> path = new ArrayList<>();
        PatternNode<V> node = root;
        int at = 0;
        while (true) {
            if (at == pattern.length()) {
                return rebuilt(path, new PatternNode<>(node.label, value, node.children));
            }
            PatternNode<V> child = node.child(pattern.charAt(at));
            path.add(node);
            if (child == null) {
                return rebuilt(path, new PatternNode<>(pattern.substring(at), value, PatternNode.none()));
            }
            int common = common(child.label, pattern, at);
            if (common < child.label.length()) {
                return rebuilt(path, child.split(common, pattern.substring(at + common), value));
            }
            at += common;
            node = child;
        }
    }

    /** This trie without {@code pattern}; the same one if it has no such pattern. */
    PatternTrie<V> without(String pattern) {
        if (get(pattern) == null) {
            return this;
        }
        List<PatternNode<V>> path = new ArrayList<>();
        PatternNode<V> node = root;
        int at = 0;
        while (at < pattern.length()) {
            path.add(node);
            node = requireNonNull(node.child(pattern.charAt(at)));
            at += node.label.length();
        }
        PatternNode<V> left = new PatternNode<>(node.label, null, node.children);
        if (!path.isEmpty() && left.children.length == 0) {
            left = path.remove(path.size() - 1).without(node);
        }
        return rebuilt(path, path.isEmpty() ? left : left.joined());
    }

    /** Adds the values of all patterns that {@code uri} begins with, shortest first; answers how many nodes were visited. */
    int prefixesOf(String uri, Collection<V> into) {
        PatternNode<V> node = root;
        int visited = 1;
        int at = 0;
        while (true) {
            if (node.value != null) {
                into.add(node.value);
            }
            PatternNode<V> child = at == uri.length() ? null : node.child(uri.charAt(at));
            if (child == null || !uri.startsWith(child.label, at)) {
                return visited;
            }
            visited++;
            at += child.label.length();
            node = child;
        }
    }

    /**
     * Adds the values of all wildcard patterns that match {@code uri}, best first: of two, the one that is literal where they first
     * differ (spec: "Pattern-based Registrations"). Answers how many nodes were visited.
     */
    int wildcardsOf(String uri, Collection<V> into) {
        return new WildcardWalk<>(root, uri).run(into);
    }

    /** All values. */
    List<V> values() {
        List<V> values = new ArrayList<>();
        ArrayDeque<PatternNode<V>> waiting = new ArrayDeque<>();
        for (PatternNode<V> node = root; node != null; node = waiting.poll()) {
            if (node.value != null) {
                values.add(node.value);
            }
            waiting.addAll(Arrays.asList(node.children));
        }
        return values;
    }

    private static <V> PatternTrie<V> rebuilt(List<PatternNode<V>> path, PatternNode<V> changed) {
        PatternNode<V> node = changed;
        for (int i = path.size() - 1; i >= 0; i--) {
            node = path.get(i).with(node);
        }
        return new PatternTrie<>(node);
    }

    private static int common(String label, String pattern, int at) {
        int most = Math.min(label.length(), pattern.length() - at);
        int i = 0;
        while (i < most && label.charAt(i) == pattern.charAt(at + i)) {
            i++;
        }
        return i;
    }
}
