package org.junctor.core;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;

/** The types of the options that clients may send, also of those that this router does not act on (spec: "Message Definitions"). */
final class OptionTypes {
    static final Map<String, Kind> PUBLISH = Map.ofEntries(
            Map.entry("acknowledge", Kind.BOOL),
            Map.entry("exclude_me", Kind.BOOL),
            Map.entry("disclose_me", Kind.BOOL),
            Map.entry("retain", Kind.BOOL),
            Map.entry("retain_ttl", Kind.INTEGER),
            Map.entry("exclude", Kind.IDS),
            Map.entry("eligible", Kind.IDS),
            Map.entry("exclude_authid", Kind.TEXTS),
            Map.entry("exclude_authrole", Kind.TEXTS),
            Map.entry("eligible_authid", Kind.TEXTS),
            Map.entry("eligible_authrole", Kind.TEXTS),
            Map.entry("rkey", Kind.TEXT),
            Map.entry("ppt_scheme", Kind.TEXT),
            Map.entry("ppt_serializer", Kind.TEXT),
            Map.entry("ppt_cipher", Kind.TEXT),
            Map.entry("ppt_keyid", Kind.TEXT));
    static final Map<String, Kind> SUBSCRIBE = Map.of("match", Kind.TEXT, "get_retained", Kind.BOOL, "nkey", Kind.TEXT);
    static final Map<String, Kind> REGISTER = Map.of(
            "match", Kind.TEXT,
            "invoke", Kind.TEXT,
            "concurrency", Kind.INTEGER,
            "disclose_caller", Kind.BOOL,
            "force_reregister", Kind.BOOL,
            "forward_timeout", Kind.BOOL);
    static final Map<String, Kind> CALL = Map.of(
            "timeout", Kind.INTEGER,
            "receive_progress", Kind.BOOL,
            "progress", Kind.BOOL,
            "disclose_me", Kind.BOOL,
            "rkey", Kind.TEXT,
            "runmode", Kind.TEXT,
            "ppt_scheme", Kind.TEXT,
            "ppt_serializer", Kind.TEXT,
            "ppt_cipher", Kind.TEXT,
            "ppt_keyid", Kind.TEXT);
    static final Map<String, Kind> YIELD = Map.of(
            "progress", Kind.BOOL,
            "ppt_scheme", Kind.TEXT,
            "ppt_serializer", Kind.TEXT,
            "ppt_cipher", Kind.TEXT,
            "ppt_keyid", Kind.TEXT);

    static final Map<String, Kind> ERROR = Map.of(
            "ppt_scheme", Kind.TEXT, "ppt_serializer", Kind.TEXT, "ppt_cipher", Kind.TEXT, "ppt_keyid", Kind.TEXT);

    /** The type of one option. */
    enum Kind {
        BOOL("a bool"),
        INTEGER("an integer of 0 or more"),
        TEXT("a string"),
        TEXTS("a list of strings"),
        IDS("a list of ids");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        private boolean accepts(@Nullable Object value) {
            if (value == null) {
                return true; // means the same as an option that is absent
            }
            return switch (this) {
                case BOOL -> value instanceof Boolean;
                case INTEGER -> Ids.integer(value) >= 0;
                case TEXT -> value instanceof String;
                case TEXTS -> value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
                case IDS -> value instanceof List<?> list && list.stream().allMatch(item -> Ids.integer(item) >= 0);
            };
        }
    }

    private OptionTypes() {}

    /** Makes sure that the options that are known have the right type; others mean nothing. */
    static void check(Options options, Map<String, Kind> known) throws ProtocolViolation {
        if (options.isEmpty()) {
            return;
        }
        for (Map.Entry<String, ? extends @Nullable Object> option :
                options.entries().entrySet()) {
            Kind kind = known.get(option.getKey());
            if (kind != null && !kind.accepts(option.getValue())) {
                throw new ProtocolViolation("'" + option.getKey() + "' must be " + kind.text);
            }
        }
    }
}
