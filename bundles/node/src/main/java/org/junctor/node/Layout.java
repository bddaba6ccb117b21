package org.junctor.node;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parts of a node file, each with its id: what the rules look at, and what configurations are made of. */
final class Layout {
    private static final String ID = "id";

    /**
     * One part.
     *
     * @param kind {@code worker}, {@code realm}, {@code transport} or {@code component}
     * @param worker the id of the worker that it is in; its own for a worker
     * @param id its id in the file, or a made-up one
     * @param path the keys that lead to it
     * @param keys what the file says of it
     */
    record Item(String kind, String worker, String id, String path, Tree.Mapping keys) {
        Mark mark(String key) {
            return keys.markOf(key);
        }

        String path(String key) {
            return KeyPath.key(path, key);
        }

        String type() {
            String type = keys.text("type");
            return type == null ? "" : type;
        }
    }

    final List<Item> routers = new ArrayList<>();
    final List<Item> containers = new ArrayList<>();
    final List<Item> realms = new ArrayList<>();
    final List<Item> transports = new ArrayList<>();
    /** Components in routers. */
    final List<Item> components = new ArrayList<>();
    /** Components in containers. */
    final List<Item> hosted = new ArrayList<>();

    private final Set<String> taken = new HashSet<>();

    Layout(Tree tree) {
        if (tree instanceof Tree.Mapping node) {
            List<Tree> workers = node.items("workers");
            takeIds(tree);
            for (int i = 0; i < workers.size(); i++) {
                if (workers.get(i) instanceof Tree.Mapping worker && !disabled(worker)) {
                    worker(worker, KeyPath.item("workers", i));
                }
            }
        }
    }

    private static boolean disabled(Tree.Mapping worker) {
        Tree disabled = worker.mapping("options").get("disabled");
        return disabled != null && "true".equals(String.valueOf(disabled.plain()));
    }

    private void takeIds(Tree tree) {
        if (tree instanceof Tree.Sequence sequence) {
            sequence.items().forEach(this::takeIds);
        } else if (tree instanceof Tree.Mapping mapping) {
            if (mapping.text(ID) != null) {
                taken.add(mapping.text(ID));
            }
            for (String key : List.of("workers", "realms", "transports", "components")) {
                mapping.items(key).forEach(this::takeIds);
            }
        }
    }

    private void worker(Tree.Mapping keys, String path) {
        String id = id(keys, "worker");
        Item worker = new Item("worker", id, id, path, keys);
        if (worker.type().equals("router")) {
            routers.add(worker);
            items(worker, "realms", "realm", realms);
            items(worker, "transports", "transport", transports);
            items(worker, "components", "component", components);
        } else if (worker.type().equals("container")) {
            containers.add(worker);
            items(worker, "components", "component", hosted);
        }
    }

    private void items(Item worker, String key, String kind, List<Item> target) {
        List<Tree> items = worker.keys().items(key);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Tree.Mapping keys) {
                String path = KeyPath.item(worker.path(key), i);
                target.add(new Item(kind, worker.id(), id(keys, kind), path, keys));
            }
        }
    }

    /** As Crossbar numbers them, for all workers together; a realm goes by its name. */
    private String id(Tree.Mapping keys, String kind) {
        String id = keys.text(ID);
        if (id != null) {
            return id;
        }
        String name = kind.equals("realm") ? keys.text("name") : null;
        if (name != null && name.matches("[A-Za-z][A-Za-z0-9_-]{0,63}") && taken.add(name)) {
            return name;
        }
        int number = 1;
        while (!taken.add(made(kind, number))) {
            number++;
        }
        return made(kind, number);
    }

    private static String made(String kind, int number) {
        return String.format(Locale.ROOT, "%s%03d", kind, number);
    }

    /** The realm of a name, or null. */
    @Nullable
    Item realm(String name) {
        for (Item realm : realms) {
            if (name.equals(realm.keys().text("name"))) {
                return realm;
            }
        }
        return null;
    }

    /** The names of all realms. */
    List<String> realmNames() {
        List<String> names = new ArrayList<>();
        for (Item realm : realms) {
            String name = realm.keys().text("name");
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    /** The names of a realm's roles. */
    static List<String> roleNames(Item realm) {
        List<String> names = new ArrayList<>();
        for (Tree role : realm.keys().items("roles")) {
            String name = role instanceof Tree.Mapping keys ? keys.text("name") : null;
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    /** What happens with events for slow subscribers of a realm's roles, each as {@code role=policy}. */
    static List<String> slowSubscribers(Item realm) {
        List<String> policies = new ArrayList<>();
        for (Tree role : realm.keys().items("roles")) {
            String policy = role instanceof Tree.Mapping keys ? keys.text("slow_subscriber") : null;
            if (policy != null) {
                policies.add(((Tree.Mapping) role).text("name") + "=" + policy);
            }
        }
        return policies;
    }
}
