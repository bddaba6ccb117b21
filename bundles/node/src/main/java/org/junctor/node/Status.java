package org.junctor.node;

import org.jspecify.annotations.Nullable;

/** What a schema says of keys and values of Crossbar that we do not have: later, or another way. */
final class Status {
    private Status() {}

    /** Why a declared key is not available; null if it is. */
    static @Nullable String of(Schema property) {
        if (property.says("x-junctor-unsupported")) {
            return unsupported(property.text("x-junctor-unsupported"));
        }
        return property.says("x-junctor-later") ? later(property.text("x-junctor-later")) : null;
    }

    /** Why a value that is not in {@code enum}, or no installed type, is not available; null if it is unknown. */
    static @Nullable String ofValue(Schema schema, String value) {
        if (schema.map("x-junctor-unsupported-values").get(value) instanceof String text) {
            return unsupported(text);
        }
        return schema.map("x-junctor-later-values").get(value) instanceof String text ? later(text) : null;
    }

    /** Whether a key that is not available stops the node: it says so, or is no mere option. */
    static boolean stops(Schema property, String path) {
        String severity = property.text("x-junctor-severity");
        return severity == null ? !(path.endsWith(".options") || path.contains(".options.")) : severity.equals("error");
    }

    private static String later(@Nullable String text) {
        return "comes in a later version" + (text == null || text.isEmpty() ? "" : ": " + text);
    }

    private static String unsupported(@Nullable String text) {
        return "is not supported" + (text == null || text.isEmpty() ? "" : ": " + text);
    }
}
