package org.junctor.http.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.api.transport.Listener;

/**
 * One configured path of a listener, or a listener's whole protocol.
 *
 * @param id the listener's id, with the path behind it ({@code t1/ws}; {@code t1} for the root)
 * @param keys its keys as in the node file ({@code auth} may change while the listener runs; the others do not), already checked against the schema fragment of the bundle that serves it; nested
 *     values are {@link Map}, {@link java.util.List}, strings, numbers and booleans
 * @param nodeDirectory what relative file names are relative to
 */
public record PathConfig(String id, Map<String, ? extends @Nullable Object> keys, Path nodeDirectory) {
    static final String AUTH = "auth";

    /**
     * What the router is told of this place: its id, {@code auth} and {@code request_ids}, strict if absent.
     *
     * @throws PartFailure if one of the two is not what it must be
     */
    public Listener listener() throws PartFailure {
        return listener(Listener.RequestIds.STRICT);
    }

    /**
     * The same for a transport that cannot keep the order of messages.
     *
     * @param absent how request ids are checked if the configuration does not say
     * @throws PartFailure if one of the two is not what it must be
     */
    public Listener listener(Listener.RequestIds absent) throws PartFailure {
        methods(); // what is wrong at the start is told at the start
        return new Listener(id, new CurrentAuth(this), requestIds(absent));
    }

    /** The authentication methods and their settings, as the keys have them now. */
    Map<String, Map<String, ? extends @Nullable Object>> methods() throws PartFailure {
        Map<String, Map<String, ? extends @Nullable Object>> auth = new LinkedHashMap<>();
        for (Map.Entry<?, ? extends @Nullable Object> method : object(AUTH).entrySet()) {
            if (!(method.getValue() instanceof Map<?, ?> members)) {
                throw wrong("auth." + method.getKey(), "is not an object with the method's settings");
            }
            Map<String, @Nullable Object> settings = new LinkedHashMap<>();
            members.forEach((key, value) -> settings.put(String.valueOf(key), value));
            auth.put(String.valueOf(method.getKey()), settings);
        }
        return auth;
    }

    /**
     * The members of an object such as {@code options}; none if it is absent.
     *
     * @throws PartFailure if it is no object
     */
    public Map<?, ? extends @Nullable Object> object(String key) throws PartFailure {
        Object value = keys.get(key);
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong(key, "is not an object");
    }

    /**
     * The items of a list in {@code members}, as text; {@code absent} if there is no such key.
     *
     * @throws PartFailure if it is no list
     */
    public static List<String> texts(Map<?, ? extends @Nullable Object> members, String key, List<String> absent)
            throws PartFailure {
        Object value = members.get(key);
        if (value == null) {
            return absent;
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(key, "is not a list");
        }
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(String.valueOf(item)));
        return texts;
    }

    private Listener.RequestIds requestIds(Listener.RequestIds absent) throws PartFailure {
        Object value = keys.get("request_ids");
        if (value == null) {
            return absent;
        }
        for (Listener.RequestIds known : Listener.RequestIds.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(value)) {
                return known;
            }
        }
        throw wrong("request_ids", "is " + value + ": use strict, monotonic or off");
    }

    private static PartFailure wrong(String key, String text) {
        return new PartFailure(PartFailure.Cause.CONFIGURATION, key + " " + text);
    }
}
