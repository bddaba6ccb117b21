package org.junctor.api.security;

import org.jspecify.annotations.Nullable;
import org.junctor.api.message.ProtocolViolation;

/** How a URI in a subscription, registration or permission is compared with the URI of an event or call. */
public enum Match {
    /** Equal. */
    EXACT("exact"),
    /** Begins with it, as strings. */
    PREFIX("prefix"),
    /** Equal component by component, where an empty component stands for any one. */
    WILDCARD("wildcard");

    private final String text;

    Match(String text) {
        this.text = text;
    }

    /** As the option {@code match} has it. */
    public String text() {
        return text;
    }

    /** The policy that the option {@code match} names; {@link #EXACT} for null. */
    public static Match of(@Nullable String text) throws ProtocolViolation {
        if (text == null) {
            return EXACT;
        }
        return switch (text) {
            case "exact" -> EXACT;
            case "prefix" -> PREFIX;
            case "wildcard" -> WILDCARD;
            default -> throw new ProtocolViolation("'match' must be exact, prefix or wildcard");
        };
    }
}
