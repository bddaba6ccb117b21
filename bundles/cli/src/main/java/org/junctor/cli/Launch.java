package org.junctor.cli;

import java.nio.file.Path;
import java.util.Map;
import org.junctor.node.ExitCode;

/** Starts the framework with a node. */
final class Launch {
    private Launch() {}

    /**
     * Runs until the node has stopped; answers the exit code.
     *
     * @param level what is logged, in the words of the logging framework
     */
    static int run(Path node, Surroundings surroundings, String level) throws Exception {
        Framework framework = surroundings
                .framework()
                .get()
                .orElseThrow(() -> new Failure(
                        ExitCode.INTERNAL, "this is no distribution: there is no framework on the class path"));
        return framework.run(Map.of(
                "junctor.node",
                node.toString(),
                "junctor.home",
                surroundings.home().toString(),
                "junctor.feature",
                "router",
                "junctor.loglevel",
                level));
    }
}
