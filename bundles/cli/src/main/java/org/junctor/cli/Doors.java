package org.junctor.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junctor.node.KeyPath;
import org.junctor.node.Tree;

/** The ways into a node: its endpoints, and the transports and paths behind them. */
final class Doors {
    private static final String ENDPOINT = "endpoint";
    private static final String PATHS = "paths";

    /** All endpoints that are listened on. */
    final List<Endpoint> endpoints = new ArrayList<>();

    /** All transports and paths. */
    final List<Door> doors = new ArrayList<>();

    /** Where a router listens. */
    record Endpoint(Tree.Mapping keys, String path) {
        boolean tls() {
            return keys.has("tls");
        }

        boolean unix() {
            return "unix".equals(keys.text("type"));
        }

        /** Whether only this machine reaches it. */
        boolean local() {
            String address = keys.text("interface");
            String name = address == null ? "" : address.toLowerCase(Locale.ROOT);
            return unix() || name.equals("localhost") || name.startsWith("127.") || name.equals("::1");
        }
    }

    /**
     * A transport or a path.
     *
     * @param type its type, such as {@code websocket} or {@code static}
     * @param clients whether WAMP clients come in
     */
    record Door(Tree.Mapping keys, String path, String type, boolean clients, Endpoint endpoint) {

        /** Whether web pages may connect. */
        boolean pages() {
            return type.equals("websocket") || type.equals("longpoll");
        }
    }

    Doors(Tree.Mapping node) {
        for (Place worker : items(node, "", "workers")) {
            for (Place transport : items(worker.keys, worker.path, "transports")) {
                transport(transport.keys, transport.path);
            }
        }
    }

    /** A mapping and the keys that lead there. */
    record Place(Tree.Mapping keys, String path) {
        /** What stands below a key. */
        Place at(String key) {
            return new Place(keys.mapping(key), KeyPath.key(path, key));
        }
    }

    /** The mappings in a list. */
    static List<Place> items(Tree.Mapping keys, String path, String key) {
        List<Place> places = new ArrayList<>();
        List<Tree> items = keys.items(key);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Tree.Mapping mapping) {
                places.add(new Place(mapping, KeyPath.item(KeyPath.key(path, key), i)));
            }
        }
        return places;
    }

    private void transport(Tree.Mapping keys, String path) {
        Endpoint endpoint = new Endpoint(keys.mapping(ENDPOINT), KeyPath.key(path, ENDPOINT));
        endpoints.add(endpoint);
        String type = type(keys);
        if (type.equals("universal")) {
            Place place = new Place(keys, path);
            if (keys.has("rawsocket")) {
                Place raw = place.at("rawsocket");
                doors.add(new Door(raw.keys, raw.path, "rawsocket", true, endpoint));
            }
            paths(place.at("websocket"), endpoint);
            paths(place.at("web").at(PATHS), endpoint);
            return;
        }
        boolean clients = type.equals("websocket") || type.equals("rawsocket");
        doors.add(new Door(keys, path, type, clients, endpoint));
        paths(new Place(keys, path).at(PATHS), endpoint);
    }

    private void paths(Place paths, Endpoint endpoint) {
        paths.keys.members().forEach((name, member) -> {
            if (member.value() instanceof Tree.Mapping keys) {
                String path = KeyPath.key(paths.path, name);
                String type = type(keys);
                boolean clients = type.equals("websocket") || type.equals("longpoll");
                doors.add(new Door(keys, path, type, clients, endpoint));
                paths(new Place(keys, path).at(PATHS), endpoint);
            }
        });
    }

    private static String type(Tree.Mapping keys) {
        String type = keys.text("type");
        return type == null ? "" : type;
    }
}
