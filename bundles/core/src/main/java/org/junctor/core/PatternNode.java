package org.junctor.core;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A node of a {@link PatternTrie}; never changes. All but the root have a label, and a value or at least two children. */
final class PatternNode<V> {
    private static final PatternNode<?>[] NONE = {};

    final String label;
    final @Nullable V value;
    final PatternNode<V>[] children;

    /** @param children by the first characters of their labels, ascending, no two the same */
    PatternNode(String label, @Nullable V value, PatternNode<V>[] children) {
        this.label = label;
        this.value = value;
        this.children = children;
    }

    @SuppressWarnings("unchecked") // it has no elements of any type
    static <V> PatternNode<V>[] none() {
        return (PatternNode<V>[]) NONE;
    }

    /** The child whose label begins with {@code first}. */
    @Nullable
    PatternNode<V> child(char first) {
        int i = index(first);
        return i < 0 ? null : children[i];
    }

    /** This node with {@code child} in place of the one that begins alike, or added. */
    PatternNode<V> with(PatternNode<V> child) {
        int i = index(child.label.charAt(0));
        if (i >= 0) {
            PatternNode<V>[] copy = children.clone();
            copy[i] = child;
            return new PatternNode<>(label, value, copy);
        }
        int at = -i - 1;
        PatternNode<V>[] copy = Arrays.copyOf(children, children.length + 1);
        System.arraycopy(children, at, copy, at + 1, children.length - at);
        copy[at] = child;
        return new PatternNode<>(label, value, copy);
    }

    /** This node without a child that it has. */
    PatternNode<V> without(PatternNode<V> child) {
        int at = index(child.label.charAt(0));
        PatternNode<V>[] copy = Arrays.copyOf(children, children.length - 1);
        System.arraycopy(children, at + 1, copy, at, copy.length - at);
        return new PatternNode<>(label, value, copy);
    }

    /** This node cut after {@code length} characters of its label, with {@code added} at {@code rest} behind the cut. */
    PatternNode<V> split(int length, String rest, V added) {
        PatternNode<V>[] none = none();
        PatternNode<V> lower = new PatternNode<>(label.substring(length), value, children);
        PatternNode<V> upper =
                new PatternNode<>(label.substring(0, length), rest.isEmpty() ? added : null, none).with(lower);
        return rest.isEmpty() ? upper : upper.with(new PatternNode<>(rest, added, none));
    }

    /** This node, made one with its child if it has no value and but one child. */
    PatternNode<V> joined() {
        if (value != null || children.length != 1) {
            return this;
        }
        PatternNode<V> only = children[0];
        return new PatternNode<>(label + only.label, only.value, only.children);
    }

    private int index(char first) {
        int low = 0;
        int high = children.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            char c = children[middle].label.charAt(0);
            if (c == first) {
                return middle;
            }
            if (c < first) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }
}
