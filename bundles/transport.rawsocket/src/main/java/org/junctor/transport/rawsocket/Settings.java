package org.junctor.transport.rawsocket;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.api.transport.Listener;
import org.junctor.http.api.PathConfig;

/**
 * What the configuration says of one listener.
 *
 * @param listener what the router needs to know of it
 * @param serializers names of the serializers that peers may choose; empty for all that there are
 * @param lengthExponent the longest message from a peer has 2^(9 + this) octets
 * @param peerMinBytes peers that do not take messages of this length are refused
 * @param maxConnections how many peers at once; 0 for any number
 * @param handshakeMs how long the handshake may take
 */
record Settings(
        Listener listener,
        List<String> serializers,
        int lengthExponent,
        int peerMinBytes,
        int maxConnections,
        int handshakeMs) {
    private static final int MESSAGE_BYTES = 1 << 20;
    private static final int HANDSHAKE_MS = 5_000;
    private static final int MAX_EXPONENT = 15;

    static Settings of(PathConfig config) throws PartFailure {
        Map<?, ? extends @Nullable Object> options = object(config.keys(), "options");
        Listener listener = new Listener(config.id(), auth(config), requestIds(config));
        return new Settings(
                listener,
                texts(config.keys(), "serializers"),
                exponent(number(options, "max_message_size", MESSAGE_BYTES)),
                number(options, "peer_min_message_size", 0),
                number(options, "max_connections", 0),
                number(options, "open_handshake_timeout", HANDSHAKE_MS));
    }

    /** The longest message that a peer may send, in octets. */
    int maxMessageBytes() {
        return Framed.bytes(lengthExponent);
    }

    /** The handshake can say powers of two only: the next one that is not below what is configured. */
    private static int exponent(int bytes) {
        int exponent = 0;
        while (exponent < MAX_EXPONENT && Framed.bytes(exponent) < bytes) {
            exponent++;
        }
        return exponent;
    }

    private static Map<String, Map<String, ? extends @Nullable Object>> auth(PathConfig config) throws PartFailure {
        Map<String, Map<String, ? extends @Nullable Object>> methods = new LinkedHashMap<>();
        Map<?, ? extends @Nullable Object> auth = object(config.keys(), "auth");
        for (Object method : auth.keySet()) {
            Map<String, @Nullable Object> settings = new LinkedHashMap<>();
            object(auth, method).forEach((key, value) -> settings.put(String.valueOf(key), value));
            methods.put(String.valueOf(method), settings);
        }
        return methods;
    }

    private static Listener.RequestIds requestIds(PathConfig config) throws PartFailure {
        Object value = config.keys().get("request_ids");
        if (value == null) {
            return Listener.RequestIds.STRICT;
        }
        for (Listener.RequestIds known : Listener.RequestIds.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(value)) {
                return known;
            }
        }
        throw wrong("request_ids", "is " + value + ": use strict, monotonic or off");
    }

    private static Map<?, ? extends @Nullable Object> object(Map<?, ? extends @Nullable Object> keys, Object key)
            throws PartFailure {
        Object value = keys.get(key);
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong(key, "is not an object");
    }

    private static List<String> texts(Map<?, ? extends @Nullable Object> keys, Object key) throws PartFailure {
        Object value = keys.get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(key, "is not a list of names");
        }
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(String.valueOf(item)));
        return texts;
    }

    private static int number(Map<?, ? extends @Nullable Object> options, String key, int absent) throws PartFailure {
        Object value = options.get(key);
        if (value == null) {
            return absent;
        }
        if (value instanceof Number number && number.longValue() >= 0 && number.longValue() <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw wrong("options." + key, "is " + value + ": use an integer of 0 or more");
    }

    private static PartFailure wrong(Object key, String text) {
        return new PartFailure(PartFailure.Cause.CONFIGURATION, key + " " + text);
    }
}
