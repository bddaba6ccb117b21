package org.junctor.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junctor.api.password.SaslPrep;
import org.junctor.node.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code junctor user add}. */
@Command(
        name = "add",
        description = "Adds a user, or another method for one who is there.",
        footerHeading = "%nExample:%n",
        footer = "  junctor user add joe --role frontend --file users.yaml --method wampcra,ticket")
final class UserAddCommand extends UserFileCommand {
    @Parameters(paramLabel = "AUTHID", description = "The name that the user logs in with.")
    private String authid = "";

    @Option(names = "--role", paramLabel = "ROLE", description = "The role that the user gets; a new user needs one.")
    private @Nullable String role;

    @Option(
            names = "--method",
            split = ",",
            paramLabel = "METHOD",
            defaultValue = "wampcra",
            description = {
                "${COMPLETION-CANDIDATES}; several with commas.",
                "Default: wampcra. \"scram\" is that of autobahn and Crossbar."
            },
            converter = PasswordMethod.Converter.class,
            completionCandidates = PasswordMethod.Names.class)
    private List<PasswordMethod> methods = List.of();

    @Mixin
    final PasswordOption password = new PasswordOption();

    UserAddCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws Failure, IOException {
        if (authid.isEmpty() || !authid.equals(SaslPrep.prepare(authid))) {
            throw new Failure(
                    ExitCode.USAGE,
                    "the name is empty, or has characters that look like others (RFC 4013): take another");
        }
        if (role != null && role.isBlank()) {
            throw new Failure(ExitCode.USAGE, "the role is empty: name one of the realm's");
        }
        UserFile users = users();
        users.read();
        Map<String, Object> user = users.user(authid);
        if (role == null && !(user.get("role") instanceof String)) {
            throw new Failure(ExitCode.USAGE, authid + " is new: say --role ROLE");
        }
        for (PasswordMethod method : methods) {
            if (user.containsKey(method.text())) {
                throw new Failure(
                        ExitCode.USAGE,
                        authid + " can log in by " + method.text()
                                + " already; junctor user passwd changes the password");
            }
        }
        if (role != null) {
            user.put("role", role);
        }
        char[] chosen = password.ask(surroundings, authid);
        for (PasswordMethod method : methods) {
            user.put(method.text(), method.entries(chosen, password.kdf()));
        }
        users.put(authid, user);
        users.write();
        out().println(authid + " can log in by "
                + methods.stream().map(PasswordMethod::text).collect(Collectors.joining(", ")) + " now");
        return ExitCode.OK;
    }
}
