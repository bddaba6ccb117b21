package org.junctor.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A node folder for a test, with fragments as plug-ins would bring them. */
final class NodeFolder {
    static final Environment ENVIRONMENT =
            Map.of("PORT", "8090", "ROLE", "anonymous", "SECRET", "swordfish", "ON", "true")::get;

    final Path directory;

    NodeFolder(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve("web"));
    }

    static Fragments fragments() {
        Fragments fragments = new Fragments();
        for (String type : List.of(
                "web",
                "websocket",
                "rawsocket",
                "static",
                "nodeinfo",
                "group",
                "anonymous",
                "core",
                "transports",
                "serial",
                "worker")) {
            fragments.add(type, resource("fragments/" + type + ".json"), "the tests");
        }
        return fragments;
    }

    static String resource(String name) {
        try (InputStream in = NodeFolder.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException(name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    NodeFile yaml(String text) throws IOException {
        return file("config.yaml", text);
    }

    NodeFile json(String text) throws IOException {
        return file("config.json", text);
    }

    NodeFile file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, text);
        return NodeFile.read(file, fragments(), ENVIRONMENT);
    }

    /** The lines that an operator would see, with file names without the folder, which differs from run to run. */
    List<String> lines(NodeFile file) {
        return file.findings().stream()
                .map(finding -> finding.toString().replace(directory + "/", ""))
                .toList();
    }
}
