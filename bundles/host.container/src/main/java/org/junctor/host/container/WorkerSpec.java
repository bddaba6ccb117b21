package org.junctor.host.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/**
 * A container worker as the node file describes it.
 *
 * @param pid of its configuration
 * @param nodeDirectory the node's folder
 */
record WorkerSpec(String pid, String id, Path nodeDirectory, WorkerOptions options, List<ComponentSpec> components) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static WorkerSpec of(Map<String, Object> properties) throws PartFailure {
        String pid = String.valueOf(properties.get("service.pid"));
        String id = id(pid, properties);
        if (!(properties.get("node.directory") instanceof String folder)) {
            throw refused(id, "lacks the key \"node.directory\", the node's folder");
        }
        Path nodeDirectory = Path.of(folder).toAbsolutePath().normalize();
        Map<?, ?> options = json(id, properties, "options", Map.class, Map.of());
        List<?> list = json(id, properties, "components", List.class, List.of());
        List<ComponentSpec> components = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Set<String> classes = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof Map<?, ?> keys)) {
                throw refused(id, "has a component that is no object: number " + (i + 1));
            }
            ComponentSpec component = ComponentSpec.of(id, i + 1, keys, nodeDirectory);
            if (!ids.add(component.id())) {
                throw refused(id, "has two components with the id " + component.id());
            }
            if (!classes.add(component.classname()) && !component.extra().isEmpty()) {
                throw refused(
                        id,
                        "has two components of the class " + component.classname()
                                + " of which one has \"extra\"; run them in two workers");
            }
            components.add(component);
        }
        return new WorkerSpec(pid, id, nodeDirectory, WorkerOptions.of(id, options), List.copyOf(components));
    }

    /** The worker's id: the key, else what the operator chose of the pid. */
    static String id(String pid, Map<String, Object> properties) {
        return properties.get("id") instanceof String id ? id : pid.substring(pid.indexOf('~') + 1);
    }

    /** Where the worker's files are. */
    Path folder() {
        return nodeDirectory.resolve(".cache").resolve("workers").resolve(id);
    }

    private static <T> T json(String id, Map<String, Object> properties, String key, Class<T> type, T byDefault)
            throws PartFailure {
        @Nullable Object text = properties.get(key);
        if (text == null) {
            return byDefault;
        }
        try {
            T value = JSON.readValue(String.valueOf(text), type);
            return value == null ? byDefault : value;
        } catch (JsonProcessingException e) {
            throw refused(id, "has a key \"" + key + "\" that cannot be read: " + e.getOriginalMessage());
        }
    }

    private static PartFailure refused(String id, String why) {
        return new PartFailure(PartFailure.Cause.CONFIGURATION, "worker " + id + " " + why);
    }
}
