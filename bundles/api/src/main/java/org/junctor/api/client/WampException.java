package org.junctor.api.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An error that came over WAMP, or is to be sent: a URI with arguments. */
public final class WampException extends Exception {
    private final String error;
    private final transient List<? extends @Nullable Object> arguments;
    private final transient Map<String, ? extends @Nullable Object> keywords;

    /** An error with arguments. */
    public WampException(
            String error,
            List<? extends @Nullable Object> arguments,
            Map<String, ? extends @Nullable Object> keywords) {
        super(arguments.isEmpty() ? error : error + ": " + arguments.get(0));
        this.error = error;
        this.arguments = arguments;
        this.keywords = keywords;
    }

    /** An error with a sentence for people as its only argument. */
    public WampException(String error, String message) {
        this(error, List.of(message), Map.of());
    }

    /** The error's URI. */
    public String error() {
        return error;
    }

    /** Its arguments. */
    public List<? extends @Nullable Object> arguments() {
        return arguments;
    }

    /** Its keyword arguments. */
    public Map<String, ? extends @Nullable Object> keywords() {
        return keywords;
    }
}
