package org.junctor.host.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;

/** The file that tells a worker its configurations by their pids; only its owner may read it, for it may hold secrets. */
final class WorkerFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private WorkerFile() {}

    /** Writes it anew; gives its name. */
    static Path write(WorkerSpec worker) throws IOException {
        Path folder = Files.createDirectories(worker.folder());
        Path fresh = folder.resolve("configurations.json.new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, ownerOnly());
        Files.write(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(configurations(worker)));
        return Files.move(
                fresh,
                folder.resolve("configurations.json"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    static Map<String, Map<String, Object>> configurations(WorkerSpec worker) throws JsonProcessingException {
        Map<String, Map<String, Object>> all = new TreeMap<>();
        String nodeDirectory = worker.nodeDirectory().toString();
        for (ComponentSpec component : worker.components()) {
            Map<String, Object> keys = new TreeMap<>();
            keys.put("id", component.id());
            keys.put("classname", component.classname());
            keys.put("realm", component.realm());
            keys.put("url", component.url());
            keys.put("extra", JSON.writeValueAsString(component.extra()));
            keys.put("node.directory", nodeDirectory);
            if (component.role() != null) {
                keys.put("role", component.role());
            }
            all.put(component.pid(), keys);
            if (!component.extra().isEmpty()) {
                all.put(component.classname(), extra(component.extra(), nodeDirectory));
            }
        }
        return all;
    }

    /** The component's own configuration: scalars as they are, all else as JSON text. */
    private static Map<String, Object> extra(Map<?, ?> extra, String nodeDirectory) throws JsonProcessingException {
        Map<String, Object> keys = new TreeMap<>();
        for (Map.Entry<?, ?> entry : extra.entrySet()) {
            Object value = entry.getValue();
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                keys.put(String.valueOf(entry.getKey()), value);
            } else if (value != null) {
                keys.put(String.valueOf(entry.getKey()), JSON.writeValueAsString(value));
            }
        }
        keys.put("node.directory", nodeDirectory);
        return keys;
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
