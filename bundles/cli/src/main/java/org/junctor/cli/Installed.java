package org.junctor.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junctor.node.Fragments;

/** What is installed for a node. */
final class Installed {
    private Installed() {}

    /** The schema fragments of the bundles of the distribution, and of those of the node. */
    static Fragments fragments(Surroundings surroundings, Path directory) throws IOException {
        // In the cache lies what was installed by the shell.
        return Fragments.ofFolders(List.of(
                surroundings.home().resolve("bundles"),
                directory.resolve("plugins"),
                directory.resolve(".cache").resolve("bundles")));
    }
}
