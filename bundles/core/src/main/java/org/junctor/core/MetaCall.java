package org.junctor.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Call;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;

/** A call of one of the router's own procedures, decoded. What is missing or of the wrong type is {@code invalid_argument}. */
final class MetaCall {
    final Session caller;
    final Serializer serializer;
    private final List<? extends @Nullable Object> arguments;
    private final Options keywords;

    private MetaCall(
            Session caller, Serializer serializer, List<? extends @Nullable Object> arguments, Options keywords) {
        this.caller = caller;
        this.serializer = serializer;
        this.arguments = arguments;
        this.keywords = keywords;
    }

    /** Decodes the arguments of a call. */
    static MetaCall of(Session caller, Serializer serializer, Call message) throws Refusal {
        try {
            List<? extends @Nullable Object> values = Values.decode(message.payload(), serializer);
            List<? extends @Nullable Object> arguments =
                    !values.isEmpty() && values.get(0) instanceof List<? extends @Nullable Object> list
                            ? list
                            : List.of();
            Options keywords = values.size() > 1 ? dict(values.get(1)) : Options.EMPTY;
            return new MetaCall(caller, serializer, arguments, keywords);
        } catch (ProtocolViolation e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The values of a payload that the router itself shows somebody.
     *
     * @throws ProtocolViolation if they cannot be read, also because their serializer is not there
     */
    static List<? extends @Nullable Object> values(Payload payload, Serializers serializers) throws ProtocolViolation {
        Serializer serializer = serializers.of(payload.format());
        if (serializer == null) {
            throw new ProtocolViolation("there is no serializer for " + payload.format());
        }
        return Values.decode(payload, serializer);
    }

    /** An error that says what is wrong with the arguments. */
    static Refusal invalid(String text) {
        return new Refusal(Reason.INVALID_ARGUMENT, text);
    }

    /** An argument of any type; null if there is none. */
    @Nullable
    Object argument(int index) {
        return index < arguments.size() ? arguments.get(index) : null;
    }

    /** An id. */
    long id(int index, String what) throws Refusal {
        long id = Ids.integer(argument(index));
        if (id > 0) {
            return id;
        }
        throw invalid("argument " + (index + 1) + " must be the id of a " + what);
    }

    /** A string. */
    String text(int index, String what) throws Refusal {
        if (argument(index) instanceof String text) {
            return text;
        }
        throw invalid("argument " + (index + 1) + " must be a string: " + what);
    }

    /** A list; the empty one when absent. */
    List<? extends @Nullable Object> list(int index, String what) throws Refusal {
        Object value = argument(index);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<? extends @Nullable Object> list) {
            return list;
        }
        throw invalid("argument " + (index + 1) + " must be a list: " + what);
    }

    /** A dict; the empty one when absent. */
    Options dict(int index, String what) throws Refusal {
        Object value = argument(index);
        if (value == null || value instanceof Map<?, ?>) {
            return dict(value);
        }
        throw invalid("argument " + (index + 1) + " must be a dict: " + what);
    }

    /** The keyword arguments. */
    Options keywords() {
        return keywords;
    }

    /** A keyword argument that is a string; null when absent. */
    @Nullable
    String keyword(String name) throws Refusal {
        try {
            return keywords.text(name);
        } catch (ProtocolViolation e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static Options dict(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? Options.of(named(map)) : Options.EMPTY;
    }

    private static Map<String, @Nullable Object> named(Map<?, ?> map) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        map.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }
}
