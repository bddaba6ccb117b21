package org.junctor.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands about a file of users have in common. */
@Command
abstract class UserFileCommand implements Callable<Integer> {
    final Surroundings surroundings;

    @Option(
            names = "--file",
            required = true,
            paramLabel = "FILE",
            description = "The file of users: YAML, or JSON if its name ends with .json.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    final HelpOption help = new HelpOption();

    UserFileCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    final UserFile users() {
        return new UserFile(surroundings.directory().resolve(file).normalize());
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
