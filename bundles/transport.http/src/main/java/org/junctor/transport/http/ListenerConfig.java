package org.junctor.transport.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.PathConfig;

/**
 * One transport of the node file, from its factory configuration.
 *
 * @param id the transport's id
 * @param type {@code web}, {@code websocket}, or the type of a listener protocol
 * @param address where it listens
 * @param keys all its keys, nested values parsed
 * @param nodeDirectory what relative file names are relative to
 */
record ListenerConfig(
        String id,
        String type,
        ListenAddress address,
        Map<String, ? extends @Nullable Object> keys,
        Path nodeDirectory) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long FIRST_REQUEST_MS = 5000;
    private static final long IDLE_MS = 30_000;

    /** Reads the properties of a configuration: scalars as they are, nested values as JSON text. */
    static ListenerConfig of(Map<String, ?> properties) throws PartFailure {
        String id = text(properties, "id", text(properties, "service.pid", "?"));
        Map<String, @Nullable Object> keys = new LinkedHashMap<>();
        for (Map.Entry<String, ?> property : properties.entrySet()) {
            String key = property.getKey();
            if (!key.contains(".") && !key.equals("_id")) {
                keys.put(key, nested(id, key, property.getValue()));
            }
        }
        Path nodeDirectory = Path.of(text(properties, "node.directory", ""));
        if (!(keys.get("endpoint") instanceof Map<?, ?> endpoint)) {
            throw wrong(id, "endpoint is missing: say where it listens, such as {type: tcp, port: 8080}");
        }
        ListenAddress address = ListenAddress.of(id, strings(endpoint), nodeDirectory);
        return new ListenerConfig(id, text(properties, "type", "web"), address, keys, nodeDirectory);
    }

    private static Object nested(String id, String key, Object value) throws PartFailure {
        if (!(value instanceof String text) || !(text.startsWith("{") || text.startsWith("["))) {
            return value;
        }
        try {
            return JSON.readValue(text, new TypeReference<Object>() {});
        } catch (JsonProcessingException e) {
            throw wrong(id, key + " is not JSON: " + e.getOriginalMessage());
        }
    }

    /** An object's members; JSON has only string keys. */
    static Map<String, @Nullable Object> strings(Map<?, ?> object) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        object.forEach((key, value) -> members.put(String.valueOf(key), value));
        return members;
    }

    /** An object of this transport; empty if it is missing. */
    Map<String, @Nullable Object> object(String key) {
        return strings(keys.get(key) instanceof Map<?, ?> map ? map : Map.of());
    }

    /** What a path service or listener protocol is given. {@code path} is {@code ""} for the root. */
    PathConfig path(String path, Map<String, ? extends @Nullable Object> pathKeys) {
        return new PathConfig(id + path, pathKeys, nodeDirectory);
    }

    /** How many selectors, each with a thread of its own. */
    int selectors() {
        return keys.get("selectors") instanceof Number number
                ? Math.max(1, number.intValue())
                : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** How long a new connection may take until its first request is there. */
    long firstRequestMs() {
        return positive(object("options").get("open_handshake_timeout"), 1, FIRST_REQUEST_MS);
    }

    /** After how long without any traffic an HTTP connection is closed. */
    long idleMs() {
        return positive(object("options").get("client_timeout"), 1000, IDLE_MS);
    }

    private static long positive(@Nullable Object value, long unit, long otherwise) {
        return value instanceof Number number && number.longValue() > 0 ? number.longValue() * unit : otherwise;
    }

    private static String text(Map<String, ?> properties, String key, String absent) {
        Object value = properties.get(key);
        return value == null ? absent : value.toString();
    }

    private static PartFailure wrong(String id, String text) {
        return new PartFailure(PartFailure.Cause.CONFIGURATION, "transport " + id + ": " + text);
    }
}
