package org.junctor.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say which node is meant. */
final class NodeFolder {
    @ArgGroup
    private @Nullable Given given;

    /** One of them at most. */
    static final class Given {
        @Option(
                names = {"--cbdir", "--cbdata"},
                paramLabel = "DIR",
                description =
                        "The node's folder. Else $JUNCTOR_DIR, $CROSSBAR_DIR, ./.junctor, ./.crossbar, or the current one.")
        @Nullable
        Path folder;

        @Option(
                names = "--appdir",
                paramLabel = "DIR",
                description = "The folder whose .junctor (or .crossbar) is the node's.")
        @Nullable
        Path application;
    }

    /** Where a node is expected to be. */
    Path existing(Map<String, String> environment) {
        if (given != null && given.folder != null) {
            return absolute(given.folder);
        }
        if (given != null && given.application != null) {
            Path crossbar = given.application.resolve(".crossbar");
            return absolute(Files.isDirectory(crossbar) ? crossbar : given.application.resolve(".junctor"));
        }
        for (String variable : List.of("JUNCTOR_DIR", "CROSSBAR_DIR")) {
            String value = environment.get(variable);
            if (value != null && !value.isEmpty()) {
                return absolute(Path.of(value));
            }
        }
        for (String name : List.of(".junctor", ".crossbar")) {
            if (Files.isDirectory(Path.of(name))) {
                return absolute(Path.of(name));
            }
        }
        return absolute(Path.of("."));
    }

    Path existing() {
        return existing(System.getenv());
    }

    /** Where a node is to be made. */
    Path fresh() {
        if (given == null) {
            return absolute(Path.of(".junctor"));
        }
        return given.folder != null ? absolute(given.folder) : absolute(String.valueOf(given.application), ".junctor");
    }

    private static Path absolute(String parent, String name) {
        return absolute(Path.of(parent).resolve(name));
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
