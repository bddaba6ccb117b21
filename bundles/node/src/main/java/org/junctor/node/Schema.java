package org.junctor.node;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One place in a JSON Schema.
 *
 * @param document the whole schema, to which {@code #/$defs/…} refers
 * @param keywords what is said at this place
 */
record Schema(Map<String, ? extends @Nullable Object> document, Map<String, ? extends @Nullable Object> keywords) {

    static Schema of(Map<String, ? extends @Nullable Object> document) {
        return new Schema(document, document);
    }

    @Nullable
    String text(String keyword) {
        return keywords.get(keyword) instanceof String text ? text : null;
    }

    List<?> list(String keyword) {
        return keywords.get(keyword) instanceof List<?> list ? list : List.of();
    }

    /** The schema at a keyword, such as {@code items}; null if there is none. */
    @Nullable
    Schema at(String keyword) {
        Object value = keywords.get(keyword);
        return value instanceof Map<?, ?> map ? new Schema(document, cast(map)) : null;
    }

    /** The schemas of a keyword whose value is a list of them, such as {@code allOf}. */
    List<Schema> all(String keyword) {
        return list(keyword).stream()
                .filter(Map.class::isInstance)
                .map(item -> new Schema(document, cast((Map<?, ?>) item)))
                .toList();
    }

    /** The names of the map at a keyword, such as {@code properties}. */
    Map<String, ? extends @Nullable Object> map(String keyword) {
        return keywords.get(keyword) instanceof Map<?, ?> map ? cast(map) : Map.of();
    }

    /** The schema of one property; null if it is not declared. */
    @Nullable
    Schema property(String name) {
        return map("properties").get(name) instanceof Map<?, ?> map ? new Schema(document, cast(map)) : null;
    }

    boolean says(String keyword) {
        return keywords.containsKey(keyword);
    }

    @SuppressWarnings("unchecked") // the reader of JSON makes no other maps
    private static Map<String, ? extends @Nullable Object> cast(Map<?, ?> map) {
        return (Map<String, ? extends @Nullable Object>) map;
    }
}
