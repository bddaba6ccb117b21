package org.junctor.transport.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/**
 * The paths of a listener, a segment of the request's path for each level: {@code ws} serves {@code /ws} and {@code /ws/…}, and
 * {@code /} what no other path of its level serves.
 */
final class PathTree extends Handler.Abstract {
    private final List<PathSlot> slots = new ArrayList<>();
    private final Node root = new Node();

    private static final class Node {
        final Map<String, Node> children = new HashMap<>();

        @Nullable
        PathSlot slot;
    }

    private final @Nullable HttpField hsts;

    private PathTree(ListenerConfig config) {
        long seconds = config.hstsSeconds();
        this.hsts = seconds < 0 ? null : new PreEncodedHttpField("Strict-Transport-Security", "max-age=" + seconds);
    }

    /** The paths of a {@code web} listener. */
    static PathTree ofPaths(ListenerConfig config, Server server) throws PartFailure {
        PathTree tree = new PathTree(config);
        tree.add(tree.root, config, "", config.keys().get("paths"), server);
        return tree;
    }

    /** The paths of a {@code universal} listener: those of its {@code web}, and those of its {@code websocket}. */
    static PathTree ofUniversal(ListenerConfig config, Server server) throws PartFailure {
        PathTree tree = new PathTree(config);
        if (config.keys().get("web") != null) {
            tree.add(tree.root, config, "", config.object("web").get("paths"), server);
        }
        for (Map.Entry<String, @Nullable Object> path :
                config.object("websocket").entrySet()) {
            String name = path.getKey().equals("/") ? "" : "/" + path.getKey();
            if (!(path.getValue() instanceof Map<?, ?> object)) {
                throw wrong(config, name, "is not an object with a type");
            }
            Node node = name.isEmpty() ? tree.root : tree.root.children.get(path.getKey());
            if (node != null && (node.slot != null || node != tree.root)) {
                throw wrong(config, name, "is both in web.paths and in websocket: keep it in one of them");
            }
            Node child = node == null ? new Node() : node;
            if (node == null) {
                tree.root.children.put(path.getKey(), child);
            }
            child.slot = tree.slot(name, "websocket", config, ListenerConfig.strings(object), server);
        }
        return tree;
    }

    /** One service on all paths, with the keys of the listener. */
    static PathTree ofOne(ListenerConfig config, Server server) {
        PathTree tree = new PathTree(config);
        tree.root.slot = tree.slot("", config.type(), config, config.keys(), server);
        return tree;
    }

    private void add(Node node, ListenerConfig config, String prefix, @Nullable Object paths, Server server)
            throws PartFailure {
        if (!(paths instanceof Map<?, ?> members)) {
            throw wrong(config, prefix, "has no paths: name at least one, such as \"/\"");
        }
        for (Map.Entry<String, @Nullable Object> path :
                ListenerConfig.strings(members).entrySet()) {
            boolean own = path.getKey().equals("/");
            String at = own ? prefix : prefix + "/" + path.getKey();
            if (!(path.getValue() instanceof Map<?, ?> object)) {
                throw wrong(config, at, "is not an object with a type");
            }
            Map<String, @Nullable Object> keys = ListenerConfig.strings(object);
            Node child = own ? node : new Node();
            if (!own) {
                node.children.put(path.getKey(), child);
            }
            String type = String.valueOf(keys.get("type"));
            if (!type.equals("path")) {
                child.slot = slot(at, type, config, keys, server);
            } else if (own) {
                throw wrong(config, at, "cannot be of type path: put its paths one level higher");
            } else {
                add(child, config, at, keys.get("paths"), server);
            }
        }
    }

    private PathSlot slot(
            String prefix,
            String type,
            ListenerConfig config,
            Map<String, ? extends @Nullable Object> keys,
            Server server) {
        PathSlot slot = new PathSlot(prefix, type, config.path(prefix, keys), server);
        slots.add(slot);
        return slot;
    }

    List<PathSlot> slots() {
        return slots;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (hsts != null && request.isSecure()) { // browsers ignore it in the clear, and must (RFC 6797)
            response.getHeaders().put(hsts);
        }
        String path = request.getHttpURI().getCanonicalPath();
        if (path != null && (path.contains("%00") || path.indexOf('\0') >= 0)) {
            return PlainAnswer.send(response, callback, HttpStatus.BAD_REQUEST_400, "No path has a NUL in it.");
        }
        PathSlot slot = find(path);
        if (slot == null) {
            return PlainAnswer.send(response, callback, HttpStatus.NOT_FOUND_404, "Nothing is served here.");
        }
        return slot.handle(request, response, callback);
    }

    private @Nullable PathSlot find(@Nullable String path) {
        Node node = root;
        int start = 1;
        while (path != null && start < path.length() && !node.children.isEmpty()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            Node child = node.children.get(path.substring(start, end));
            if (child == null) {
                break;
            }
            node = child;
            start = end + 1;
        }
        return node.slot;
    }

    private static PartFailure wrong(ListenerConfig config, String prefix, String text) {
        String where = "transport %s, path %s ".formatted(config.id(), prefix.isEmpty() ? "/" : prefix);
        return new PartFailure(PartFailure.Cause.CONFIGURATION, where + text);
    }
}
