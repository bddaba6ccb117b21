package org.junctor.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.junctor.node.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code junctor init}. */
@Command(
        name = "init",
        description = "Makes a node folder from a template, and overwrites nothing.",
        footerHeading = "%nExample:%n",
        footer = "  junctor init --cbdir /srv/node")
final class InitCommand extends NodeCommand {
    @Option(names = "--template", paramLabel = "NAME", defaultValue = "default", description = "Default: default.")
    private String template = "default";

    InitCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws Failure, IOException {
        Path directory = node.toMake(surroundings);
        new Template(surroundings.home(), template).copy(directory);
        out().println("A node is in " + directory + ". Check it, and start it:");
        out().println("  junctor check --cbdir " + directory);
        out().println("  junctor start --cbdir " + directory);
        return ExitCode.OK;
    }
}
