package org.junctor.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code junctor user}. */
@Command(
        name = "user",
        description = {
            "Keeps a file of users, for authentication methods of type \"file\":",
            "never a password, but what is derived from it."
        },
        synopsisSubcommandLabel = "(add | passwd | list)",
        footerHeading = "%nExample:%n",
        footer = {
            "  junctor user add joe --role frontend --file users.yaml",
            "  junctor user passwd joe --file users.yaml",
            "  junctor user list --file users.yaml"
        })
final class UserCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    final HelpOption help = new HelpOption();

    private UserCommand() {}

    /** The command with those below it. */
    static CommandLine line(Surroundings surroundings) {
        return new CommandLine(new UserCommand())
                .addSubcommand("add", new UserAddCommand(surroundings))
                .addSubcommand("passwd", new UserPasswdCommand(surroundings))
                .addSubcommand("list", new UserListCommand(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "add, passwd or list?");
    }
}
