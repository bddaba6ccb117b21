package org.junctor.node;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What no schema can say: that names are used once, and that what is named is there. */
final class Rules {
    private static final String NAME = "name";

    private final Path directory;
    private final Layout layout;
    private final Findings findings;
    private final @Nullable Components known;

    /** @param known the components that are there; null if that is not to be checked */
    Rules(Path directory, Layout layout, Findings findings, @Nullable Components known) {
        this.known = known;
        this.directory = directory;
        this.layout = layout;
        this.findings = findings;
    }

    void check() {
        List<Layout.Item> workers = new ArrayList<>(layout.routers);
        workers.addAll(layout.containers);
        once(workers, "id", "");
        once(layout.realms, "id", "");
        once(layout.realms, NAME, "");
        once(layout.transports, "id", "");
        for (Layout.Item worker : workers) {
            List<Layout.Item> inside = new ArrayList<>(layout.components);
            inside.addAll(layout.hosted);
            inside.removeIf(component -> !component.worker().equals(worker.id()));
            once(inside, "id", "");
            if (worker.type().equals("container")) {
                once(inside, "classname", ", and a process runs a class once");
            }
        }
        once(layout.components, "classname", ", and a process runs a class once");
        limits("limits");
        limits("transport_limits");
        layout.realms.forEach(this::roles);
        layout.components.forEach(this::joins);
        layout.components.forEach(this::isThere);
        layout.hosted.forEach(this::isThere);
        layout.transports.forEach(this::transport);
        new Addresses(directory, findings).check(layout);
    }

    /** All routers run in one process, on one core. */
    private void limits(String key) {
        Layout.Item first = null;
        for (Layout.Item router : layout.routers) {
            if (router.keys().has(key)) {
                if (first != null) {
                    findings.error(
                            router.mark(key),
                            router.path(key),
                            "worker " + first.id() + " has " + key
                                    + " already, which are for the whole node; join the two");
                }
                first = router;
            }
        }
    }

    private void once(List<Layout.Item> items, String key, String why) {
        Map<String, Layout.Item> seen = new HashMap<>();
        for (Layout.Item item : items) {
            String value = item.keys().text(key);
            Layout.Item first = value == null ? null : seen.putIfAbsent(value, item);
            if (first != null) {
                findings.error(
                        item.mark(key),
                        item.path(key),
                        "the " + item.kind() + " in line " + first.mark(key).line() + " has \"" + value + "\" already"
                                + why + "; take another");
            }
        }
    }

    private void roles(Layout.Item realm) {
        Map<String, Mark> names = new HashMap<>();
        List<Tree> roles = realm.keys().items("roles");
        for (int i = 0; i < roles.size(); i++) {
            if (roles.get(i) instanceof Tree.Mapping role) {
                String path = KeyPath.item(realm.path("roles"), i);
                String name = role.text(NAME);
                Mark first = name == null ? null : names.putIfAbsent(name, role.markOf(NAME));
                if (first != null) {
                    findings.error(
                            role.markOf(NAME),
                            KeyPath.key(path, NAME),
                            "the role in line " + first.line() + " is \"" + name + "\" already; join the two");
                }
                permissions(role, path);
            }
        }
        if (roles.isEmpty()) {
            findings.warning(realm.keys().mark(), realm.path(), "no roles, so nobody can join this realm");
        }
    }

    private void permissions(Tree.Mapping role, String rolePath) {
        Map<String, Mark> rules = new HashMap<>();
        List<Tree> permissions = role.items("permissions");
        for (int i = 0; i < permissions.size(); i++) {
            String uri = permissions.get(i) instanceof Tree.Mapping keys ? keys.text("uri") : null;
            if (uri == null || !(permissions.get(i) instanceof Tree.Mapping rule)) {
                continue;
            }
            String match = rule.text("match");
            String meaning = match == null && uri.endsWith("*")
                    ? "prefix " + uri.substring(0, uri.length() - 1)
                    : (match == null ? "exact" : match) + " " + uri;
            Mark first = rules.putIfAbsent(meaning, rule.markOf("uri"));
            if (first != null) {
                findings.error(
                        rule.markOf("uri"),
                        KeyPath.key(KeyPath.item(KeyPath.key(rolePath, "permissions"), i), "uri"),
                        "line " + first.line() + " has a rule for \"" + uri + "\" already; join the two");
            }
        }
        boolean byDefault = role.get("allow-by-default") instanceof Tree.Scalar all && Boolean.TRUE.equals(all.value());
        if (byDefault && role.has("authorizer")) {
            findings.error(
                    role.markOf("authorizer"),
                    KeyPath.key(rolePath, "authorizer"),
                    "with allow-by-default there is nothing left to ask the authorizer for; remove one of them");
        }
        if (permissions.isEmpty() && !role.has("authorizer") && !byDefault) {
            findings.warning(role.mark(), rolePath, "no permissions, so this role may do nothing");
        }
    }

    private void isThere(Layout.Item component) {
        String name = component.keys().text("classname");
        if (known != null && name != null && !known.has(name)) {
            String nearest = Nearest.of(name, known.names());
            findings.error(
                    component.mark("classname"),
                    component.path("classname"),
                    "no bundle brings the component \"" + name + "\"; "
                            + (nearest == null ? "put its jar into plugins" : "did you mean \"" + nearest + "\"?"));
        }
    }

    private void joins(Layout.Item component) {
        String name = component.keys().text("realm");
        if (name == null) {
            return;
        }
        Layout.Item realm = layout.realm(name);
        if (realm == null) {
            findings.error(
                    component.mark("realm"),
                    component.path("realm"),
                    "there is no realm \"" + name + "\"; " + Nearest.remedy(name, layout.realmNames()));
            return;
        }
        String role = component.keys().text("role");
        String effective = role == null ? "anonymous" : role;
        if (!Layout.roleNames(realm).contains(effective)) {
            findings.error(
                    component.mark("role"),
                    component.path("role"),
                    "the realm \"" + name + "\" has no role \"" + effective + "\"; "
                            + Nearest.remedy(effective, Layout.roleNames(realm)));
        }
    }

    private void transport(Layout.Item transport) {
        if ("universal".equals(transport.type())) {
            universal(transport);
            return;
        }
        authentication(transport.keys(), transport.path(), !transport.keys().has("paths"));
        origins(transport.keys(), transport.path());
        paths(transport.keys().mapping("paths"), transport.path("paths"));
    }

    private void universal(Layout.Item transport) {
        Tree.Mapping keys = transport.keys();
        if (keys.has("rawsocket")) {
            authentication(keys.mapping("rawsocket"), transport.path("rawsocket"), true);
        }
        paths(keys.mapping("websocket"), transport.path("websocket"));
        paths(keys.mapping("web").mapping("paths"), KeyPath.key(transport.path("web"), "paths"));
        if (!keys.has("rawsocket") && !keys.has("websocket") && !keys.has("web")) {
            findings.error(
                    keys.mark(), transport.path(), "serves nothing; give it \"rawsocket\", \"websocket\" or \"web\"");
        }
    }

    /** As in Crossbar, all may connect if nothing is said, which an operator should know. */
    private void origins(Tree.Mapping keys, String path) {
        if (hasClients(keys) && !keys.mapping("options").has("allowed_origins")) {
            findings.warning(
                    keys.mark(),
                    path,
                    "no options.allowed_origins, so pages from everywhere may connect; list the origins of yours, or"
                            + " \"*\"");
        }
    }

    private void paths(Tree.Mapping paths, String pathsPath) {
        paths.members().forEach((name, member) -> {
            if (member.value() instanceof Tree.Mapping keys) {
                String path = KeyPath.key(pathsPath, name);
                folder(keys, path);
                authentication(keys, path, hasClients(keys));
                origins(keys, path);
                paths(keys.mapping("paths"), KeyPath.key(path, "paths"));
            }
        });
    }

    private void folder(Tree.Mapping keys, String path) {
        String name = keys.text("directory");
        if (!"static".equals(keys.text("type")) || name == null) {
            return;
        }
        Path folder = resolve(name);
        if (folder == null || !Files.isDirectory(folder)) {
            findings.error(
                    keys.markOf("directory"),
                    KeyPath.key(path, "directory"),
                    "the folder " + (folder == null ? name : folder)
                            + " does not exist; create it or correct its name");
        }
    }

    private @Nullable Path resolve(String name) {
        try {
            return directory.resolve(name).normalize();
        } catch (InvalidPathException noPath) {
            return null;
        }
    }

    /** Whether WAMP clients connect to this path. */
    private static boolean hasClients(Tree.Mapping keys) {
        return "websocket".equals(keys.text("type")) || "longpoll".equals(keys.text("type"));
    }

    /** @param clients whether WAMP clients come this way, even if nothing is said of their authentication */
    private void authentication(Tree.Mapping keys, String path, boolean clients) {
        Set<String> roles = new TreeSet<>();
        layout.realms.forEach(realm -> roles.addAll(Layout.roleNames(realm)));
        if (!keys.has("auth")) {
            if (clients && !roles.contains("anonymous")) {
                findings.warning(
                        keys.mark(), path, "no auth, so clients are anonymous, but no realm has a role \"anonymous\"");
            }
            return;
        }
        keys.mapping("auth").members().forEach((method, member) -> {
            if (member.value() instanceof Tree.Mapping settings) {
                String methodPath = KeyPath.key(KeyPath.key(path, "auth"), method);
                role(settings, methodPath, roles);
                for (String list : List.of("principals", "users")) {
                    settings.mapping(list).members().forEach((principal, entry) -> {
                        if (entry.value() instanceof Tree.Mapping principalKeys) {
                            role(principalKeys, KeyPath.key(KeyPath.key(methodPath, list), principal), roles);
                        }
                    });
                }
            }
        });
    }

    private void role(Tree.Mapping keys, String path, Set<String> roles) {
        String role = keys.text("role");
        if (role != null && !roles.contains(role)) {
            findings.error(
                    keys.markOf("role"),
                    KeyPath.key(path, "role"),
                    "no realm has a role \"" + role + "\"; " + Nearest.remedy(role, roles));
        }
    }
}
