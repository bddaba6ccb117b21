package org.junctor.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junctor.node.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code junctor user passwd}. */
@Command(
        name = "passwd",
        description = "Changes a user's password, for all methods that the user has.",
        footerHeading = "%nExample:%n",
        footer = "  junctor user passwd joe --file users.yaml")
final class UserPasswdCommand extends UserFileCommand {
    @Parameters(paramLabel = "AUTHID", description = "The name that the user logs in with.")
    private String authid = "";

    @Mixin
    final PasswordOption password = new PasswordOption();

    UserPasswdCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws Failure, IOException {
        UserFile users = users();
        users.readExisting();
        Map<String, Object> user = users.user(authid);
        List<PasswordMethod> methods = PasswordMethod.of(user);
        if (methods.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    users.authids().contains(authid)
                            ? authid + " has no password that junctor user has made; junctor user add makes one"
                            : "there is no user " + authid);
        }
        char[] chosen = password.ask(surroundings, authid);
        for (PasswordMethod method : methods) {
            user.put(method.text(), method.entries(chosen, password.kdf(user.get(method.text()))));
        }
        users.put(authid, user);
        users.write();
        out().println("the password of " + authid + " is changed for "
                + methods.stream().map(PasswordMethod::text).collect(Collectors.joining(", ")));
        return ExitCode.OK;
    }
}
