package org.junctor.node;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules on where the node listens, and where its containers connect. */
final class Addresses {
    /** What fits into a socket address of the kernel. */
    static final int MAX_SOCKET_PATH_BYTES = 107;

    private static final String ENDPOINT = "endpoint";
    private static final String ALL = "";

    private final Path directory;
    private final Findings findings;
    /** By interface and port, or by path: whose it is. */
    private final Map<String, Layout.Item> taken = new HashMap<>();

    private final Map<Integer, Layout.Item> ports = new HashMap<>();

    Addresses(Path directory, Findings findings) {
        this.directory = directory;
        this.findings = findings;
    }

    void check(Layout layout) {
        for (Layout.Item transport : layout.transports) {
            Tree.Mapping endpoint = transport.keys().mapping(ENDPOINT);
            if ("tcp".equals(endpoint.text("type"))) {
                tcp(transport, endpoint);
                identity(endpoint.mapping("tls"), KeyPath.key(transport.path(ENDPOINT), "tls"));
            } else if ("unix".equals(endpoint.text("type"))) {
                unix(transport, endpoint);
            }
        }
        for (Layout.Item component : layout.hosted) {
            target(component, layout);
        }
    }

    private void tcp(Layout.Item transport, Tree.Mapping endpoint) {
        String path = transport.path(ENDPOINT);
        if (!endpoint.has("interface")) {
            findings.warning(
                    endpoint.mark(),
                    path,
                    "no interface, so it listens on all of them; write interface: 127.0.0.1 for this machine alone");
        }
        if (!(endpoint.get("port") instanceof Tree.Scalar scalar)
                || !(scalar.value() instanceof Integer port)
                || port == 0) {
            return;
        }
        String address = address(endpoint.text("interface"));
        Layout.Item all = taken.get(ALL + ":" + port);
        Layout.Item other = all != null ? all : taken.get(address + ":" + port);
        if (other == null && address.equals(ALL)) {
            other = ports.get(port);
        }
        if (other != null) {
            findings.error(
                    scalar.mark(),
                    KeyPath.key(path, "port"),
                    "port " + port + " is already that of transport " + other.id()
                            + "; take another, or serve both on one");
            return;
        }
        taken.put(address + ":" + port, transport);
        ports.put(port, transport);
    }

    /** Whether they fit together, the listener finds out. */
    private void identity(Tree.Mapping tls, String path) {
        for (String key : List.of("key", "certificate")) {
            String name = tls.text(key);
            if (name != null && !readable(name)) {
                findings.error(
                        tls.markOf(key),
                        KeyPath.key(path, key),
                        "there is no file \"" + name + "\" that can be read; correct its name");
            }
        }
        List<Tree> others = tls.items("sni");
        for (int i = 0; i < others.size(); i++) {
            if (others.get(i) instanceof Tree.Mapping other) {
                identity(other, KeyPath.item(KeyPath.key(path, "sni"), i));
            }
        }
    }

    private boolean readable(String name) {
        try {
            return Files.isReadable(directory.resolve(name));
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    private static String address(@Nullable String host) {
        return host == null || host.equals("0.0.0.0") || host.equals("::")
                ? ALL
                : host.equals("localhost") ? "127.0.0.1" : host;
    }

    private void unix(Layout.Item transport, Tree.Mapping endpoint) {
        Path socket = socket(endpoint, KeyPath.key(transport.path(ENDPOINT), "path"));
        if (socket == null) {
            return;
        }
        Layout.Item other = taken.putIfAbsent(socket.toString(), transport);
        if (other != null) {
            findings.error(
                    endpoint.markOf("path"),
                    KeyPath.key(transport.path(ENDPOINT), "path"),
                    socket + " is already that of transport " + other.id() + "; take another");
        }
    }

    private @Nullable Path socket(Tree.Mapping endpoint, String keyPath) {
        String name = endpoint.text("path");
        if (name == null || name.isEmpty()) {
            return null;
        }
        try {
            Path socket = directory.resolve(name).normalize();
            int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
            if (length <= MAX_SOCKET_PATH_BYTES) {
                return socket;
            }
            findings.error(
                    endpoint.markOf("path"),
                    keyPath,
                    "the socket path " + socket + " has " + length + " bytes, but at most " + MAX_SOCKET_PATH_BYTES
                            + " are possible; take a shorter one");
        } catch (InvalidPathException invalid) {
            findings.error(endpoint.markOf("path"), keyPath, "is no path: " + invalid.getReason());
        }
        return null;
    }

    /** A container that connects to a listener of this very node joins one of its realms. */
    private void target(Layout.Item component, Layout layout) {
        Tree.Mapping endpoint = component.keys().mapping("transport").mapping(ENDPOINT);
        String realm = component.keys().text("realm");
        Layout.Item listener = null;
        if ("unix".equals(endpoint.text("type"))) {
            Path socket = socket(endpoint, component.path("transport.endpoint.path"));
            listener = socket == null ? null : taken.get(socket.toString());
            if (socket != null && listener == null) {
                findings.warning(
                        endpoint.markOf("path"),
                        component.path("transport.endpoint.path"),
                        "no transport of this node listens on " + socket + "; is it that of another router?");
            }
        } else if (endpoint.get("port") instanceof Tree.Scalar scalar
                && scalar.value() instanceof Integer port
                && address(endpoint.text("host")).startsWith("127.")) {
            listener = ports.get(port);
        }
        if (listener != null && realm != null && layout.realm(realm) == null) {
            findings.error(
                    component.mark("realm"),
                    component.path("realm"),
                    "there is no realm \"" + realm + "\"; " + Nearest.remedy(realm, layout.realmNames()));
        }
    }
}
