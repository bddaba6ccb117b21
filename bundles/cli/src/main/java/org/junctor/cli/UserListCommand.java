package org.junctor.cli;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.junctor.node.ExitCode;
import picocli.CommandLine.Command;

/** {@code junctor user list}. */
@Command(
        name = "list",
        description = "Shows who is in the file: name, role, methods.",
        footerHeading = "%nExample:%n",
        footer = "  junctor user list --file users.yaml")
final class UserListCommand extends UserFileCommand {

    UserListCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws Failure, IOException {
        UserFile users = users();
        users.readExisting();
        for (String authid : users.authids()) {
            Map<String, Object> user = users.user(authid);
            String methods =
                    PasswordMethod.of(user).stream().map(PasswordMethod::text).collect(Collectors.joining(","));
            Object role = user.getOrDefault("role", "-");
            out().println(authid + "\t" + role + "\t" + (methods.isEmpty() ? "-" : methods));
        }
        return ExitCode.OK;
    }
}
