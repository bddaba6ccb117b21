package org.junctor.core;

import java.util.ArrayDeque;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * One search for the wildcard patterns that match a URI: depth first, the literal component before the empty one. Without recursion,
 * because the length of patterns is up to clients.
 */
final class WildcardWalk<V> {
    private final String uri;
    private final ArrayDeque<Branch<V>> branches = new ArrayDeque<>();
    private PatternNode<V> node;
    private int offset;
    private int at;
    private int visited = 1;

    /** Where to go on when a branch is done: at the component at {@code at} of the URI; behind its end the pattern must end too. */
    private record Branch<V>(PatternNode<V> node, int offset, int at) {}

    WildcardWalk(PatternNode<V> root, String uri) {
        this.node = root;
        this.uri = uri;
    }

    /** Adds what matches to {@code into}, best first, and answers how many nodes were visited. */
    int run(Collection<V> into) {
        while (true) {
            V found = descend();
            if (found != null) {
                into.add(found);
            }
            Branch<V> next = branches.poll();
            if (next == null) {
                return visited;
            }
            node = next.node;
            offset = next.offset;
            at = next.at;
        }
    }

    /** Follows the literal components as far as they go, and notes where it could have taken an empty one. */
    private @Nullable V descend() {
        while (at <= uri.length()) {
            int dot = uri.indexOf('.', at);
            int end = dot < 0 ? uri.length() : dot;
            if (end == at) {
                return null; // an empty component of a URI matches nothing
            }
            note(end);
            if (!step(at, Math.min(end + 1, uri.length()))) {
                return null;
            }
            at = end + 1;
        }
        return atEnd() ? node.value : null;
    }

    private void note(int end) {
        if (end == uri.length()) {
            if (atEnd() && node.value != null) {
                branches.push(new Branch<>(node, offset, end + 1));
            }
            return;
        }
        if (!atEnd()) {
            if (node.label.charAt(offset) == '.') {
                branches.push(new Branch<>(node, offset + 1, end + 1));
            }
            return;
        }
        PatternNode<V> child = node.child('.');
        if (child != null) {
            visited++;
            branches.push(new Branch<>(child, 1, end + 1));
        }
    }

    /** Moves down over the characters {@code from} to {@code to} of the URI; false if there is no such way. */
    private boolean step(int from, int to) {
        int i = from;
        while (i < to) {
            if (atEnd()) {
                PatternNode<V> child = node.child(uri.charAt(i));
                if (child == null) {
                    return false;
                }
                visited++;
                node = child;
                offset = 0;
            }
            int length = Math.min(to - i, node.label.length() - offset);
            if (!node.label.regionMatches(offset, uri, i, length)) {
                return false;
            }
            offset += length;
            i += length;
        }
        return true;
    }

    private boolean atEnd() {
        return offset == node.label.length();
    }
}
