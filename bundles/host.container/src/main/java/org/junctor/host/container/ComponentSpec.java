package org.junctor.host.container;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/**
 * A component of a container worker, as the node file describes it.
 *
 * @param pid of its configuration in the worker
 * @param url where the worker connects it to
 */
record ComponentSpec(
        String pid, String id, String classname, String realm, @Nullable String role, Map<?, ?> extra, String url) {

    /**
     * Reads one.
     *
     * @param number its place in the list, from 1: its id is made of that if it has none
     */
    static ComponentSpec of(String worker, int number, Map<?, ?> keys, Path nodeDirectory) throws PartFailure {
        String id = keys.get("id") instanceof String text ? text : "c" + number;
        String where = "worker %s: component %s".formatted(worker, id);
        Object type = keys.get("type");
        if (type != null && !type.equals("class")) {
            throw refused(where, "has the type \"" + type + "\"; a container runs components of the type \"class\"");
        }
        return new ComponentSpec(
                "org.junctor.host.osgi~" + worker + "." + id,
                id,
                required(where, keys, "classname"),
                required(where, keys, "realm"),
                keys.get("role") instanceof String text ? text : null,
                keys.get("extra") instanceof Map<?, ?> map ? map : Map.of(),
                ComponentUrl.of(where, keys.get("transport"), nodeDirectory));
    }

    private static String required(String where, Map<?, ?> keys, String key) throws PartFailure {
        if (keys.get(key) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw refused(where, "lacks the key \"" + key + "\"");
    }

    private static PartFailure refused(String where, String why) {
        return new PartFailure(PartFailure.Cause.CONFIGURATION, where + " " + why);
    }
}
