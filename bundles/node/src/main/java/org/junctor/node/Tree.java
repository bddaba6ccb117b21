package org.junctor.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of the node file that knows where it was written. YAML and JSON become the same trees. */
public sealed interface Tree {

    /** Where the value begins. */
    Mark mark();

    /** The value as strings, numbers, booleans, lists and maps; null for nothing. */
    @Nullable
    Object plain();

    /** One key of a mapping, with its value. */
    record Member(Mark keyMark, Tree value) {}

    /** Keys and values, in the order of the file. */
    record Mapping(Mark mark, Map<String, Member> members) implements Tree {

        public @Nullable Tree get(String key) {
            Member member = members.get(key);
            return member == null ? null : member.value();
        }

        /** The text at {@code key}; null if it is not there or no text. */
        public @Nullable String text(String key) {
            return get(key) instanceof Scalar scalar && !scalar.isUnresolved() && scalar.value() instanceof String text
                    ? text
                    : null;
        }

        /** The mapping at {@code key}; empty if it is not there or none. */
        public Mapping mapping(String key) {
            return get(key) instanceof Mapping mapping ? mapping : new Mapping(mark, Map.of());
        }

        /** The items of the list at {@code key}; empty if it is not there or none. */
        public List<Tree> items(String key) {
            return get(key) instanceof Sequence sequence ? sequence.items() : List.of();
        }

        public boolean has(String key) {
            return members.containsKey(key);
        }

        /** Where the value of {@code key} begins, or this mapping if there is none. */
        public Mark markOf(String key) {
            Tree value = get(key);
            return value == null ? mark : value.mark();
        }

        @Override
        public Map<String, @Nullable Object> plain() {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            members.forEach((key, member) -> plain.put(key, member.value().plain()));
            return plain;
        }
    }

    /** A list. */
    record Sequence(Mark mark, List<Tree> items) implements Tree {
        @Override
        public List<@Nullable Object> plain() {
            List<@Nullable Object> plain = new ArrayList<>();
            items.forEach(item -> plain.add(item.plain()));
            return plain;
        }
    }

    /** A text, number, boolean or nothing. Changes once at most, when references in it are replaced. */
    final class Scalar implements Tree {
        private final Mark mark;
        private @Nullable Object value;
        private @Nullable String written;
        private boolean unresolved;

        Scalar(Mark mark, @Nullable Object value) {
            this.mark = mark;
            this.value = value;
        }

        @Override
        public Mark mark() {
            return mark;
        }

        public @Nullable Object value() {
            return value;
        }

        /** Puts in what a reference stands for. */
        void replace(Object replacement) {
            written = written == null ? String.valueOf(value) : written;
            value = replacement;
        }

        /** Whether the value came from outside of the file, and may be a secret: it is not to be shown. */
        public boolean replaced() {
            return written != null;
        }

        /** The text with its references, as it stands in the file; null if it has none. */
        public @Nullable String written() {
            return written;
        }

        /** A reference in the text stands for nothing, which has been told: no need to look at the value. */
        void unresolved() {
            unresolved = true;
        }

        boolean isUnresolved() {
            return unresolved;
        }

        @Override
        public @Nullable Object plain() {
            return value;
        }
    }
}
