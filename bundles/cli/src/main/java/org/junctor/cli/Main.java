package org.junctor.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: finds the command, and turns what goes wrong into one line and an exit code. */
@Command(
        name = "junctor",
        description = "A WAMP application router.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Init.class,
            Start.class,
            Stop.class,
            Status.class,
            Check.class,
            Reload.class,
            Shell.class,
            Demo.class,
            Version.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 0 in order, 1 internal error, 2 wrong command line, 3 wrong configuration, 4 address in use,"
                    + " 5 already running or not running."
        })
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        CommandLine line = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof Problem problem) {
                command.getErr().println("error: " + problem.getMessage());
                return problem.exitCode();
            }
            command.getErr().println("internal error: " + failure);
            failure.printStackTrace(command.getErr());
            return ExitCode.INTERNAL;
        });
        if (arguments.length == 0) {
            line.usage(line.getErr());
            return ExitCode.USAGE;
        }
        return line.execute(arguments);
    }
}
