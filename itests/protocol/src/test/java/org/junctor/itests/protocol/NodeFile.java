package org.junctor.itests.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the configuration of a node, with free ports, as an operator would. */
final class NodeFile {
    private static final Map<String, Object> ALL =
            Map.of("call", true, "register", true, "publish", true, "subscribe", true);

    private final Path folder;
    private final int webPort = freePort();
    private final int rawPort = freePort();
    private final int smallRawPort = freePort();
    private final int webTlsPort = freePort();
    private final int rawTlsPort = freePort();
    private final int universalPort = freePort();
    private @Nullable Certificate certificate;
    private final List<Object> realms = new ArrayList<>();
    private final List<Object> transports = new ArrayList<>();
    private final List<Object> components = new ArrayList<>();
    private Map<String, Object> limits = Map.of();
    private Map<String, Object> transportLimits = Map.of();

    private NodeFile(Path folder) {
        this.folder = folder;
    }

    /**
     * A node with all that the suite needs: realms of {@link Router}, and the transports {@code web}, {@code raw}, {@code
     * raw_small}, {@code raw_unix} and {@code websocket_unix}.
     */
    static NodeFile standard(Path folder) {
        NodeFile file = new NodeFile(folder);
        file.realms();
        file.transport("web", "web", tcp(file.webPort), Map.of("paths", webPaths()));
        file.transport("raw", "rawsocket", tcp(file.rawPort), Map.of());
        file.transport(
                "raw_small",
                "rawsocket",
                tcp(file.smallRawPort),
                Map.of("options", Map.of("max_message_size", Router.SMALL)));
        file.transport("raw_unix", "rawsocket", unix("raw.sock"), Map.of());
        file.transport("websocket_unix", "websocket", unix("ws.sock"), Map.of());
        Map<String, Object> ws = Map.of("ws", websocket());
        file.transport("web_tls", "web", file.tls(file.webTlsPort), Map.of("paths", ws));
        file.transport("raw_tls", "rawsocket", file.tls(file.rawTlsPort), Map.of());
        file.transport(
                "universal", "universal", tcp(file.universalPort), Map.of("rawsocket", Map.of(), "websocket", ws));
        file.write();
        return file;
    }

    /** A node with the open realm only; transports are added by the test, which also writes it. */
    static NodeFile plain(Path folder) {
        NodeFile file = new NodeFile(folder);
        file.realm(Router.OPEN, anonymous(permission("", "prefix")));
        return file;
    }

    /** Adds a realm whose events below {@link Router#PAST} are in a file. */
    NodeFile durableRealm(String name) {
        realm(name, anonymous(permission("", "prefix"))).put("store", store("mvstore"));
        return this;
    }

    /** Adds a transport. */
    NodeFile transport(String id, String type, Map<String, Object> endpoint, Map<String, Object> more) {
        Map<String, Object> transport = new LinkedHashMap<>();
        transport.put("id", id);
        transport.put("type", type);
        transport.put("endpoint", endpoint);
        transport.putAll(more);
        transports.add(transport);
        return this;
    }

    /** Adds the web transport with the paths of WebSocket and long-poll alone. */
    NodeFile webTransport() {
        return transport(
                "web",
                "web",
                tcp(webPort),
                Map.of(
                        "paths",
                        Map.of(
                                "/", Map.of("type", "nodeinfo"),
                                "ws", websocket(),
                                "lp", Map.of("type", "longpoll"))));
    }

    /**
     * A node with the open realm and these limits, in which EVENTs for slow peers are treated by policy: the RawSocket transport
     * {@code raw_POLICY} on the Unix socket {@code POLICY.sock} gives a peer the role of that name, and takes 16 MiB.
     */
    static NodeFile ofPolicies(Path folder, Map<String, Object> limits, String... policies) {
        NodeFile file = new NodeFile(folder);
        file.limits = limits;
        List<Object> roles = new ArrayList<>(List.of(anonymous(permission("", "prefix"))));
        for (String policy : policies) {
            Map<String, Object> role = new LinkedHashMap<>(role(policy, permission("", "prefix")));
            role.put("slow_subscriber", policy);
            roles.add(role);
            Map<String, Object> auth = Map.of("anonymous", Map.of("type", "static", "role", policy));
            Map<String, Object> options = Map.of("max_message_size", 16 << 20);
            file.transport(
                    "raw_" + policy, "rawsocket", unix(policy + ".sock"), Map.of("auth", auth, "options", options));
        }
        file.realm(Router.OPEN, roles.toArray());
        return file.webTransport().write();
    }

    /** Adds one port for WebSocket and RawSocket whose connections are shared by two selectors. */
    NodeFile twoSelectors() {
        Map<String, Object> protocols = Map.of("rawsocket", Map.of(), "websocket", Map.of("ws", websocket()));
        Map<String, Object> more = new LinkedHashMap<>(protocols);
        more.put("selectors", 2);
        return transport("universal", "universal", tcp(universalPort), more);
    }

    /** Adds the RawSocket transport. */
    NodeFile rawTransport() {
        return transport("raw", "rawsocket", tcp(rawPort), Map.of());
    }

    /** Sets limits of the router core. */
    NodeFile limits(Map<String, Object> keys) {
        limits = keys;
        return this;
    }

    /** Sets limits of all transports together. */
    NodeFile transportLimits(Map<String, Object> keys) {
        transportLimits = keys;
        return this;
    }

    /** Adds a component to the router worker. */
    NodeFile component(Map<String, Object> component) {
        components.add(component);
        return this;
    }

    /** Writes {@code config.json} and the folder of web pages. */
    NodeFile write() {
        Map<String, Object> worker = new LinkedHashMap<>();
        worker.put("type", "router");
        worker.put("id", "router");
        worker.put("realms", realms);
        worker.put("transports", transports);
        if (!limits.isEmpty()) {
            worker.put("limits", limits);
        }
        if (!transportLimits.isEmpty()) {
            worker.put("transport_limits", transportLimits);
        }
        if (!components.isEmpty()) {
            worker.put("components", components);
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", 2);
        root.put("workers", List.of(worker));
        write(Json.pretty(root));
        return this;
    }

    /** Writes any text as {@code config.json}. */
    void write(String text) {
        try {
            Files.createDirectories(folder.resolve("web"));
            Files.writeString(folder.resolve("web/index.html"), "<!doctype html><title>suite</title><p>here</p>\n");
            Files.writeString(folder.resolve("config.json"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI webUrl(String path) {
        return URI.create("ws://127.0.0.1:" + webPort + path);
    }

    int webPort() {
        return webPort;
    }

    InetSocketAddress rawAddress() {
        return address(rawPort);
    }

    URI rawUrl() {
        return URI.create("tcp://127.0.0.1:" + rawPort);
    }

    InetSocketAddress smallRawAddress() {
        return address(smallRawPort);
    }

    URI webTlsUrl() {
        return URI.create("wss://127.0.0.1:" + webTlsPort + "/ws");
    }

    InetSocketAddress rawTlsAddress() {
        return address(rawTlsPort);
    }

    URI universalUrl() {
        return URI.create("ws://127.0.0.1:" + universalPort + "/ws");
    }

    InetSocketAddress universalAddress() {
        return address(universalPort);
    }

    /** Where transports of HTTP long-poll are opened. */
    URI longPollUrl() {
        return URI.create("http://127.0.0.1:" + webPort + "/lp");
    }

    /** The certificate of the endpoints with TLS. */
    Certificate certificate() {
        if (certificate == null) {
            certificate = Certificate.in(folder, "server");
        }
        return certificate;
    }

    UnixDomainSocketAddress rawSocketPath() {
        return UnixDomainSocketAddress.of(folder.resolve("raw.sock"));
    }

    static Map<String, Object> tcp(int port) {
        return Map.of("type", "tcp", "port", port, "interface", "127.0.0.1");
    }

    private Map<String, Object> tls(int port) {
        certificate();
        Map<String, Object> endpoint = new LinkedHashMap<>(tcp(port));
        endpoint.put("tls", Map.of("key", "server.key", "certificate", "server.pem"));
        return endpoint;
    }

    static Map<String, Object> unix(String path) {
        return Map.of("type", "unix", "path", path);
    }

    static Map<String, Object> websocket() {
        return Map.of("type", "websocket");
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static Map<String, Object> webPaths() {
        Map<String, Object> guest = Map.of("anonymous", Map.of("type", "static", "role", "guest"));
        Map<String, Object> hostile = Map.of(
                "allowed_origins",
                List.of("https://good.example.com", "https://*.ok.example:*"),
                "allow_null_origin",
                false,
                "max_message_size",
                Router.SMALL,
                "compression",
                Map.of("deflate", Map.of()));
        Map<String, Object> silent =
                Map.of("auto_ping_interval", 500, "auto_ping_timeout", 500, "close_handshake_timeout", 500);
        return Map.of(
                "/",
                Map.of("type", "static", "directory", "web"),
                "hostile",
                Map.of("type", "websocket", "options", hostile),
                "silent",
                Map.of("type", "websocket", "options", silent),
                "info",
                Map.of("type", "nodeinfo"),
                "ws",
                websocket(),
                "lp",
                Map.of("type", "longpoll", "request_ids", "strict"),
                "guest",
                Map.of("type", "websocket", "auth", guest),
                "monotonic",
                Map.of("type", "websocket", "request_ids", "monotonic"),
                "small",
                Map.of("type", "websocket", "options", Map.of("max_message_size", Router.SMALL)));
    }

    private void realms() {
        Map<String, Object> all = anonymous(permission("", "prefix"));
        Map<String, Object> guest = role("guest", permission("guest.", "prefix"), permission("wamp.", "prefix"));
        realm(Router.OPEN, all, guest);
        realm(Router.OTHER, all);
        realm(Router.COUNTED, all, guest);
        realm(Router.KILLED, all);
        realm(Router.GUARDED, anonymous(permission("open.", "prefix")));
        realm(Router.DISCREET, anonymous(Map.of("uri", "", "match", "prefix", "allow", ALL)));
        Map<String, Object> secret = new LinkedHashMap<>(anonymous(Map.of(
                "uri", "", "match", "prefix", "allow", ALL, "disclose", Map.of("caller", false, "publisher", false))));
        secret.put("trustlevel", Router.TRUST);
        realm(Router.SECRET, secret);
        realm(Router.HISTORY, all, guest).put("store", store("memory"));
    }

    /** A store that keeps what is below {@link Router#PAST}. */
    static Map<String, Object> store(String type) {
        Map<String, Object> past = Map.of("uri", Router.PAST, "match", "prefix", "limit", 10_000);
        return Map.of("type", type, "event-history", List.of(past));
    }

    private Map<String, Object> realm(String name, Object... roles) {
        Map<String, Object> realm = new LinkedHashMap<>(Map.of("name", name, "roles", List.of(roles)));
        realms.add(realm);
        return realm;
    }

    private static Map<String, Object> anonymous(Object... permissions) {
        return role("anonymous", permissions);
    }

    private static Map<String, Object> role(String name, Object... permissions) {
        return Map.of("name", name, "permissions", List.of(permissions));
    }

    private static Map<String, Object> permission(String uri, String match) {
        Map<String, Object> disclose = Map.of("caller", true, "publisher", true);
        return Map.of("uri", uri, "match", match, "allow", ALL, "disclose", disclose);
    }

    /** A port that nobody listens on. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
