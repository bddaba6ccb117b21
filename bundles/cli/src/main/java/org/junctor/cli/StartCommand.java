package org.junctor.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import org.junctor.node.ExitCode;
import org.junctor.node.PidFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code junctor start}. */
@Command(
        name = "start",
        description = "Starts a node in this process, and stays until it stops.",
        footerHeading = "%nExample:%n",
        footer = "  junctor start --cbdir /srv/node")
final class StartCommand extends NodeCommand {

    /** What {@code --loglevel} takes. */
    enum Level {
        none,
        error,
        warn,
        info,
        debug,
        trace
    }

    @Option(
            names = "--loglevel",
            paramLabel = "LEVEL",
            defaultValue = "info",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Level level = Level.info;

    StartCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws Exception {
        Path directory = directory();
        if (!Files.exists(directory.resolve("config.yaml")) && !Files.exists(directory.resolve("config.json"))) {
            throw new Failure(
                    ExitCode.CONFIGURATION,
                    "there is no config.yaml and no config.json in " + directory + "; \"junctor init\" makes a node");
        }
        OptionalLong owner = PidFile.owner(directory);
        if (owner.isPresent()) {
            throw new Failure(
                    ExitCode.RUNNING, "the node " + directory + " runs already, with pid " + owner.getAsLong());
        }
        return Launch.run(
                directory,
                surroundings,
                level == Level.none ? "OFF" : level.name().toUpperCase(Locale.ROOT));
    }
}
