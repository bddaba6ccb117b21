package org.junctor.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which node folder a command is about. */
final class NodeOption {
    private static final String OWN = ".junctor";
    private static final String CROSSBAR = ".crossbar";

    @Option(
            names = {"--cbdir", "--cbdata"},
            paramLabel = "DIR",
            description = {
                "The node folder. If absent: $JUNCTOR_DIR, $CROSSBAR_DIR,",
                "./.junctor, ./.crossbar, or the current folder."
            })
    private @Nullable Path node;

    @Option(
            names = "--appdir",
            paramLabel = "DIR",
            description = "The folder that has the node folder .junctor or .crossbar in it.")
    private @Nullable Path application;

    /** The node folder, whether it is there or not. */
    Path resolve(Surroundings surroundings) {
        Path here = surroundings.directory();
        if (node != null) {
            return absolute(here, node);
        }
        if (application != null) {
            Path own = absolute(here, application.resolve(OWN));
            Path crossbar = absolute(here, application.resolve(CROSSBAR));
            return !Files.exists(own) && Files.exists(crossbar) ? crossbar : own;
        }
        for (String variable : List.of("JUNCTOR_DIR", "CROSSBAR_DIR")) {
            String value = surroundings.environment().value(variable);
            if (value != null && !value.isEmpty()) {
                return absolute(here, Path.of(value));
            }
        }
        for (String name : List.of(OWN, CROSSBAR)) {
            if (Files.isDirectory(here.resolve(name))) {
                return absolute(here, Path.of(name));
            }
        }
        return here;
    }

    /** The folder to make a node in: as above, but {@code ./.junctor} if nothing is said. */
    Path toMake(Surroundings surroundings) {
        boolean said = node != null
                || application != null
                || surroundings.environment().value("JUNCTOR_DIR") != null
                || surroundings.environment().value("CROSSBAR_DIR") != null;
        return said ? resolve(surroundings) : absolute(surroundings.directory(), Path.of(OWN));
    }

    private static Path absolute(Path here, Path path) {
        return here.resolve(path).normalize();
    }
}
