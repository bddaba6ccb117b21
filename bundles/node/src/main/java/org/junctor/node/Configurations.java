package org.junctor.node;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes configurations of the parts of a checked node file. */
final class Configurations {
    static final String CORE = "org.junctor.core";
    static final String REALM = "org.junctor.core.realm~";
    static final String ROLES = "org.junctor.authz.roles~";
    static final String AUTHORIZERS = "org.junctor.authz.dynamic~";
    static final String STORE = "org.junctor.store.";
    static final String HTTP = "org.junctor.transport.http";
    static final String ENGINE = HTTP + ".engine";
    static final String COMPONENT = "org.junctor.host.osgi~";
    static final String CONTAINER = "org.junctor.host.container~";
    /** The node's mark in each of its configurations. */
    static final String DIRECTORY = "node.directory";

    private final Path directory;
    private final Fragments fragments;
    private final List<Configured> made = new ArrayList<>();

    Configurations(Path directory, Fragments fragments) {
        this.directory = directory;
        this.fragments = fragments;
    }

    List<Configured> of(Layout layout) {
        for (Layout.Item router : layout.routers) {
            settings(CORE, router.keys().mapping("limits"));
            settings(ENGINE, router.keys().mapping("transport_limits"));
        }
        layout.realms.forEach(this::realm);
        layout.components.forEach(this::component);
        layout.transports.forEach(this::transport);
        layout.containers.forEach(container -> container(container, layout));
        made.sort(Comparator.comparing(Configured::stage));
        return List.copyOf(made);
    }

    private void settings(String pid, Tree.Mapping keys) {
        Map<String, Object> properties = flat(keys.plain());
        if (!properties.isEmpty()) {
            add(pid, Configured.Stage.SETTINGS, List.of(), properties);
        }
    }

    private void realm(Layout.Item realm) {
        Map<String, Object> properties = flat(realm.keys().plain());
        properties.put("roles", Layout.roleNames(realm).toArray(String[]::new));
        List<String> slow = Layout.slowSubscribers(realm);
        if (!slow.isEmpty()) {
            properties.put("slow.subscribers", slow.toArray(String[]::new));
        }
        List<Tree> all = realm.keys().items("roles");
        String text = Json.text(all.stream().map(Tree::plain).toList());
        properties.put("permissions.digest", digest(text));
        await(REALM + realm.id(), Configured.Stage.REALMS, properties);
        settings(ROLES, realm, text);
        List<Map<String, @Nullable Object>> delegated = delegated(all);
        if (!delegated.isEmpty()) {
            settings(AUTHORIZERS, realm, Json.text(delegated));
        }
        store(realm);
    }

    private void settings(String factory, Layout.Item realm, String roles) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("realm", String.valueOf(realm.keys().text("name")));
        settings.put("roles", roles);
        add(factory + realm.id(), Configured.Stage.SETTINGS, List.of(), settings);
    }

    /** Roles with an authorizer, without what is not about that: another change of a role does not concern who decides for it. */
    private static List<Map<String, @Nullable Object>> delegated(List<Tree> roles) {
        List<Map<String, @Nullable Object>> delegated = new ArrayList<>();
        for (Tree role : roles) {
            if (role instanceof Tree.Mapping keys && keys.has("authorizer")) {
                Map<String, @Nullable Object> plain = keys.plain();
                plain.keySet().retainAll(List.of("name", "authorizer", "authorizer_options", "trustlevel"));
                delegated.add(plain);
            }
        }
        return delegated;
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void store(Layout.Item realm) {
        Tree.Mapping store = realm.keys().mapping("store");
        String type = store.text("type");
        if (type != null) {
            Map<String, Object> properties = flat(store.plain());
            properties.put("realm", String.valueOf(realm.keys().text("name")));
            await(factory("store", type, STORE + type) + "~" + realm.id(), Configured.Stage.REALMS, properties);
        }
    }

    /** The factory pid that a fragment names, or the usual one. */
    private String factory(String kind, String type, String usual) {
        Schema fragment = fragments.find(kind, type);
        String named = fragment == null ? null : fragment.text("x-junctor-pid");
        return named == null ? usual : named;
    }

    private void component(Layout.Item component) {
        Map<String, Object> properties = flat(component.keys().plain());
        String role = component.keys().text("role");
        properties.put("id", component.id());
        properties.put("role", role == null ? "anonymous" : role);
        properties.put("url", "local:" + properties.get("role"));
        properties.putIfAbsent("extra", "{}");
        Map<String, Object> extra = flat(component.keys().mapping("extra").plain());
        add(String.valueOf(properties.get("classname")), Configured.Stage.SETTINGS, List.of(), extra);
        await(pid(component), Configured.Stage.COMPONENTS, properties);
    }

    private void transport(Layout.Item transport) {
        Map<String, Object> properties = flat(transport.keys().plain());
        properties.put("id", transport.id());
        String pid = factory("transport", transport.type(), HTTP) + "~" + transport.id();
        await(pid, Configured.Stage.TRANSPORTS, properties);
    }

    private void container(Layout.Item container, Layout layout) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("id", container.id());
        properties.put("options", Json.text(container.keys().mapping("options").plain()));
        List<Map<String, @Nullable Object>> components = new ArrayList<>();
        List<String> awaited = new ArrayList<>();
        awaited.add(CONTAINER + container.id());
        for (Layout.Item component : layout.hosted) {
            if (component.worker().equals(container.id())) {
                Map<String, @Nullable Object> keys = component.keys().plain();
                keys.put("id", component.id());
                components.add(keys);
                awaited.add(pid(component));
            }
        }
        properties.put("components", Json.text(components));
        add(CONTAINER + container.id(), Configured.Stage.WORKERS, awaited, properties);
    }

    /** In a container, the worker process has a configuration with the same pid. */
    private static String pid(Layout.Item component) {
        return COMPONENT + component.worker() + "." + component.id();
    }

    private void await(String pid, Configured.Stage stage, Map<String, Object> properties) {
        add(pid, stage, List.of(pid), properties);
    }

    private void add(String pid, Configured.Stage stage, List<String> awaited, Map<String, Object> properties) {
        properties.put(DIRECTORY, directory.toString());
        made.add(new Configured(pid, stage, awaited, properties));
    }

    /** Nested values become JSON text; what has no value is left out. */
    private static Map<String, Object> flat(Map<String, @Nullable Object> plain) {
        Map<String, Object> flat = new LinkedHashMap<>();
        plain.forEach((key, value) -> {
            if (value instanceof Map || value instanceof Collection) {
                flat.put(key, Json.text(value));
            } else if (value != null) {
                flat.put(key, value);
            }
        });
        return flat;
    }
}
