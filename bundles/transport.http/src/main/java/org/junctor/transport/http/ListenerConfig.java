package org.junctor.transport.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.PathConfig;

/**
 * One transport of the node file, from its factory configuration.
 *
 * @param id the transport's id
 * @param type {@code web}, {@code websocket}, or the type of a listener protocol
 * @param address where it listens
 * @param limits how many connections it takes
 * @param tls with which keys and certificates it speaks TLS; null if it does not
 * @param keys all its keys, nested values parsed
 * @param nodeDirectory what relative file names are relative to
 */
record ListenerConfig(
        String id,
        String type,
        ListenAddress address,
        ConnectionLimits limits,
        @Nullable TlsSettings tls,
        Map<String, ? extends @Nullable Object> keys,
        Path nodeDirectory) {
    static final String UNIVERSAL = "universal";
    private static final String RAWSOCKET = "rawsocket";
    private static final int HTTP2_STREAMS = 100;
    private static final long HEAD_MS = 5000;
    private static final long HSTS_SECONDS = 31_536_000;
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
        ConnectionLimits limits = ConnectionLimits.of(id, endpoint.get("limits"));
        TlsSettings tls = tls(id, endpoint, nodeDirectory);
        return new ListenerConfig(id, text(properties, "type", "web"), address, limits, tls, keys, nodeDirectory);
    }

    private static @Nullable TlsSettings tls(String id, Map<?, ?> endpoint, Path nodeDirectory) throws PartFailure {
        Object tls = endpoint.get("tls");
        if (tls == null) {
            return null;
        }
        if (!(tls instanceof Map<?, ?> members)) {
            throw wrong(id, "endpoint.tls is not an object with key and certificate");
        }
        try {
            return TlsSettings.of(members, nodeDirectory);
        } catch (PartFailure failure) {
            throw wrong(id, String.valueOf(failure.getMessage()));
        }
    }

    private static @Nullable Object nested(String id, String key, Object value) throws PartFailure {
        if (!(value instanceof String text) || !(text.startsWith("{") || text.startsWith("["))) {
            return value;
        }
        try {
            return JsonText.value(text);
        } catch (JsonProcessingException e) {
            throw wrong(id, key + " is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw wrong(id, key + " is not JSON: " + e.getMessage());
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
        return new PathConfig(id + path, new CurrentKeys(pathKeys), nodeDirectory);
    }

    /** The protocol beside or instead of HTTP; null if there is none. */
    @Nullable
    String protocol() {
        return switch (type) {
            case "web", "websocket" -> null;
            case UNIVERSAL -> keys.get(RAWSOCKET) == null ? null : RAWSOCKET;
            default -> type;
        };
    }

    /** Whether HTTP is spoken. */
    boolean http() {
        return switch (type) {
            case "web", "websocket" -> true;
            case UNIVERSAL -> keys.get("web") != null || keys.get("websocket") != null;
            default -> false;
        };
    }

    /** The keys of the protocol. */
    Map<String, ? extends @Nullable Object> protocolKeys() {
        return type.equals(UNIVERSAL) ? object(RAWSOCKET) : keys;
    }

    /** How the address begins that is logged. */
    String scheme() {
        String plain =
                switch (type) {
                    case "web", UNIVERSAL -> "http";
                    case "websocket" -> "ws";
                    default -> "tcp";
                };
        return tls == null ? plain : plain.equals("tcp") ? "tls" : plain + "s";
    }

    /** The options of HTTP. */
    private Map<String, @Nullable Object> options() {
        Object options = type.equals(UNIVERSAL) ? object("web").get("options") : keys.get("options");
        return strings(options instanceof Map<?, ?> map ? map : Map.of());
    }

    /** Whether all but what can change while it runs is as in {@code other}: certificates, and who is let in. */
    boolean adjusts(ListenerConfig other) {
        return (tls == null) == (other.tls == null) && fixed(this).equals(fixed(other));
    }

    /** Whether the certificates are as in {@code other}. */
    boolean sameTls(ListenerConfig other) {
        return Objects.equals(
                object("endpoint").get("tls"), other.object("endpoint").get("tls"));
    }

    private static Map<String, @Nullable Object> fixed(ListenerConfig config) {
        Map<String, @Nullable Object> keys = withoutAuth(config.keys);
        Map<String, @Nullable Object> endpoint = config.object("endpoint");
        endpoint.remove("tls");
        keys.put("endpoint", endpoint);
        for (String part : List.of("web", RAWSOCKET)) {
            keys.computeIfPresent(part, (name, value) -> value instanceof Map<?, ?> map ? withoutAuth(map) : value);
        }
        keys.computeIfPresent(
                "websocket", (name, value) -> value instanceof Map<?, ?> map ? pathsWithoutAuth(map) : value);
        return keys;
    }

    private static Map<String, @Nullable Object> withoutAuth(Map<?, ?> object) {
        Map<String, @Nullable Object> members = strings(object);
        members.remove("auth");
        members.computeIfPresent(
                "paths", (name, value) -> value instanceof Map<?, ?> map ? pathsWithoutAuth(map) : value);
        return members;
    }

    private static Map<String, @Nullable Object> pathsWithoutAuth(Map<?, ?> paths) {
        Map<String, @Nullable Object> members = strings(paths);
        members.replaceAll((name, value) -> value instanceof Map<?, ?> map ? withoutAuth(map) : value);
        return members;
    }

    /** How many selectors, each with a thread of its own. */
    int selectors() {
        return keys.get("selectors") instanceof Number number
                ? Math.max(1, number.intValue())
                : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** How long a selector looks for more before it sleeps; 0 for not at all. */
    int spinMicros() {
        return (int) positive(keys.get("spin_us"), 1, 0);
    }

    /** How long the header of a request may take; the first counts from the connection's beginning. */
    long headMs() {
        return positive(options().get("open_handshake_timeout"), 1, HEAD_MS);
    }

    /** For how many seconds browsers are told to use HTTPS only: 0 has them forget it, -1 says nothing. */
    long hstsSeconds() {
        Object seconds = options().get("hsts_max_age");
        if (!Boolean.TRUE.equals(options().get("hsts"))) {
            return -1;
        }
        return seconds instanceof Number number ? Math.max(0, number.longValue()) : HSTS_SECONDS;
    }

    /** Whether HTTP/2 is spoken as well. */
    boolean http2() {
        return Boolean.TRUE.equals(options().get("http2"));
    }

    /** How many requests one connection of HTTP/2 may have at once. */
    int http2Streams() {
        return (int) positive(options().get("http2_max_streams"), 1, HTTP2_STREAMS);
    }

    /** After how long without any traffic an HTTP connection is closed. */
    long idleMs() {
        return positive(options().get("client_timeout"), 1000, IDLE_MS);
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
