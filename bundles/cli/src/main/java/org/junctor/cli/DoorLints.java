package org.junctor.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junctor.node.KeyPath;
import org.junctor.node.Tree;

/** Looks at endpoints, transports and paths. */
final class DoorLints {
    private final FileModes files;
    private final Doors doors;
    private final Weaknesses weaknesses;

    DoorLints(Path file, Doors doors, Weaknesses weaknesses) {
        this.files = new FileModes(file);
        this.doors = doors;
        this.weaknesses = weaknesses;
    }

    void run() {
        doors.endpoints.forEach(this::endpoint);
        for (Doors.Door door : doors.doors) {
            if (door.pages()) {
                origins(door);
                cookie(door);
            }
            if ("off".equals(String.valueOf(off(door.keys().get("request_ids"))))) {
                weaknesses.add(
                        Lint.REQUEST_IDS_OFF, door.keys(), door.path(), "request_ids", "request ids are not checked");
            }
            if (door.type().equals("static")) {
                folder(door);
            }
        }
    }

    /** YAML has {@code off} for false, unless it is quoted. */
    private static @Nullable Object off(@Nullable Tree value) {
        Object plain = value == null ? null : value.plain();
        return Boolean.FALSE.equals(plain) ? "off" : plain;
    }

    private void endpoint(Doors.Endpoint endpoint) {
        Tree.Mapping keys = endpoint.keys();
        if (!endpoint.tls() && !endpoint.local()) {
            String address = keys.text("interface");
            String where = address == null ? "all interfaces" : address;
            weaknesses.add(Lint.NO_TLS, keys, endpoint.path(), "interface", "listens on " + where + " without TLS");
        }
        String mode = endpoint.unix() && keys.has("mode") ? mode(keys.get("mode")) : "";
        if (!mode.isEmpty() && "2367".indexOf(mode.charAt(mode.length() - 1)) >= 0) {
            weaknesses.add(Lint.SOCKET_OPEN, keys, endpoint.path(), "mode", "the socket has mode " + mode);
        }
        Tree.Mapping tls = keys.mapping("tls");
        String path = KeyPath.key(endpoint.path(), "tls");
        key(tls, path);
        for (Doors.Place place : Doors.items(tls, path, "sni")) {
            key(place.keys(), place.path());
        }
    }

    /** As digits of base 8; an integer of the file is one of base 8 already. */
    private static String mode(@Nullable Tree value) {
        Object plain = value == null ? null : value.plain();
        return plain == null ? "" : String.valueOf(plain);
    }

    private void key(Tree.Mapping tls, String path) {
        String name = tls.text("key");
        if (name != null && FileModes.readableByOthers(files.resolve(name))) {
            weaknesses.add(Lint.KEY_READABLE, tls, path, "key", "the key file " + name + " is not private");
        }
    }

    private void origins(Doors.Door door) {
        Tree.Mapping options = door.keys().mapping("options");
        String path = KeyPath.key(door.path(), "options");
        List<Tree> allowed = options.items("allowed_origins");
        boolean any = allowed.stream().anyMatch(origin -> "*".equals(origin.plain()));
        if (!options.has("allowed_origins")) {
            weaknesses.add(Lint.ORIGINS_ANY, door.keys(), door.path(), "pages of all origins may connect");
        } else if (any) {
            weaknesses.add(Lint.ORIGINS_ANY, options, path, "allowed_origins", "pages of all origins may connect");
        } else if (!(options.get("allow_null_origin") instanceof Tree.Scalar none && Boolean.FALSE.equals(none.plain()))
                && door.type().equals("websocket")) {
            weaknesses.add(Lint.ORIGIN_NULL, options, path, "allow_null_origin", "pages without an origin may connect");
        }
    }

    private void cookie(Doors.Door door) {
        if (!door.keys().has("cookie")) {
            return;
        }
        Tree.Mapping cookie = door.keys().mapping("cookie");
        String path = KeyPath.key(door.path(), "cookie");
        String site = cookie.text("same_site");
        if (isFalse(cookie.get("secure"))) { // absent, it is as secure as the connection
            weaknesses.add(Lint.COOKIE_INSECURE, cookie, path, "secure", "the cookie is not for TLS only");
        }
        if (site != null && site.toLowerCase(Locale.ROOT).equals("none")) {
            weaknesses.add(Lint.COOKIE_SAME_SITE, cookie, path, "same_site", "the cookie goes with all requests");
        }
        if (isFalse(cookie.get("http_strict"))) {
            weaknesses.add(Lint.COOKIE_SCRIPT, cookie, path, "http_strict", "the cookie is open to scripts");
        }
    }

    private static boolean isFalse(@Nullable Tree value) {
        return value != null && Boolean.FALSE.equals(value.plain());
    }

    private void folder(Doors.Door door) {
        Tree.Mapping options = door.keys().mapping("options");
        Tree listing = options.get("enable_directory_listing");
        if (listing != null && Boolean.TRUE.equals(listing.plain())) {
            weaknesses.add(
                    Lint.DIRECTORY_LISTING,
                    options,
                    KeyPath.key(door.path(), "options"),
                    "enable_directory_listing",
                    "folders are listed");
        }
        String name = door.keys().text("directory");
        Path folder = name == null ? null : files.resolve(name);
        if (folder != null && files.directory().startsWith(folder)) {
            weaknesses.add(
                    Lint.NODE_SERVED, door.keys(), door.path(), "directory", "the folder has the node's own in it");
        }
    }
}
