package org.junctor.host.container;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/** Makes the URL of a client from the {@code transport} of a component, which has the form of Crossbar's. */
final class ComponentUrl {
    private final String where;
    private final Path nodeDirectory;

    private ComponentUrl(String where, Path nodeDirectory) {
        this.where = where;
        this.nodeDirectory = nodeDirectory;
    }

    static String of(String where, @Nullable Object transport, Path nodeDirectory) throws PartFailure {
        ComponentUrl reader = new ComponentUrl(where, nodeDirectory);
        if (!(transport instanceof Map<?, ?> keys)) {
            throw reader.refused("", "is missing; say how the component reaches the router");
        }
        Map<?, ?> endpoint = keys.get("endpoint") instanceof Map<?, ?> map ? map : Map.of();
        Object type = keys.get("type");
        if ("rawsocket".equals(type)) {
            return reader.rawSocket(endpoint);
        }
        if ("websocket".equals(type)) {
            return reader.webSocket(endpoint, keys.get("url"));
        }
        throw reader.refused(".type", "is \"" + type + "\"; it is \"rawsocket\" or \"websocket\"");
    }

    private String rawSocket(Map<?, ?> endpoint) throws PartFailure {
        if ("unix".equals(endpoint.get("type"))) {
            if (endpoint.get("path") instanceof String path && !path.isBlank()) {
                return "unix://"
                        + nodeDirectory.resolve(path).normalize().toUri().getRawPath();
            }
            throw refused(".endpoint.path", "is missing; name the socket of the router");
        }
        if (endpoint.containsKey("tls")) {
            throw refused(".endpoint.tls", "is not supported for rawsocket; use websocket with a url wss://…");
        }
        return "tcp://" + address(endpoint);
    }

    private String webSocket(Map<?, ?> endpoint, @Nullable Object url) throws PartFailure {
        if ("unix".equals(endpoint.get("type"))) {
            throw refused(".endpoint.type", "is \"unix\"; use a transport of the type \"rawsocket\" for that");
        }
        if (!(url instanceof String text)) {
            throw refused(".url", "is missing; give it as in ws://localhost:8080/ws");
        }
        try {
            URI address = new URI(text);
            if (!"ws".equals(address.getScheme()) && !"wss".equals(address.getScheme())) {
                throw refused(".url", "is \"" + text + "\"; it begins with ws:// or wss://");
            }
            if (endpoint.isEmpty() || address.getScheme().equals("wss")) {
                return text; // with TLS the name in the URL is the one that the certificate is for
            }
            String path = address.getRawPath() == null ? "" : address.getRawPath();
            String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
            return "ws://" + address(endpoint) + path + query;
        } catch (URISyntaxException e) {
            throw refused(".url", "is no URL: " + e.getMessage());
        }
    }

    /** Host and port of an endpoint {@code tcp}. */
    private String address(Map<?, ?> endpoint) throws PartFailure {
        if (!"tcp".equals(endpoint.get("type"))) {
            throw refused(".endpoint.type", "is \"" + endpoint.get("type") + "\"; it is \"tcp\" or \"unix\"");
        }
        Object host = endpoint.containsKey("host") ? endpoint.get("host") : "127.0.0.1";
        if (!(host instanceof String name) || !name.matches("[A-Za-z0-9._:-]+")) {
            throw refused(".endpoint.host", "is \"" + host + "\", which is no name of a host");
        }
        if (!(endpoint.get("port") instanceof Number port) || port.longValue() < 1 || port.longValue() > 65535) {
            throw refused(".endpoint.port", "must be a number from 1 to 65535");
        }
        return (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + port.longValue();
    }

    private PartFailure refused(String key, String why) {
        return new PartFailure(PartFailure.Cause.CONFIGURATION, "%s: transport%s %s".formatted(where, key, why));
    }
}
