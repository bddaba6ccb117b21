package org.junctor.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Action;
import org.junctor.api.security.Match;
import org.junctor.authz.roles.Explanation;
import org.junctor.node.Configured;
import org.junctor.node.ExitCode;
import org.junctor.node.Finding;
import org.junctor.node.Json;
import org.junctor.node.Mark;
import org.junctor.node.NodeFile;
import org.junctor.node.Tree;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code junctor explain-permission}. */
@Command(
        name = "explain-permission",
        description = {
            "Says whether a role may do something, and which permission of the node file",
            "decides that, by the rules of the router. The node need not run."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:allowed",
            "6:denied",
            "7:the role's authorizer decides when it is asked",
            "2, 3:as for all commands"
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  junctor explain-permission anonymous call com.example.add",
            "  junctor explain-permission frontend subscribe com.example. --match prefix"
        })
final class ExplainPermissionCommand extends NodeCommand {
    static final int DENIED = 6;
    static final int ASKED = 7;

    private static final String ROLES = "org.junctor.authz.roles~";

    @Parameters(index = "0", paramLabel = "ROLE", description = "Name of the role.")
    private String role = "";

    @Parameters(index = "1", paramLabel = "ACTION", description = "call, register, subscribe or publish.")
    private String action = "";

    @Parameters(index = "2", paramLabel = "URI", description = "The URI, or the pattern.")
    private String uri = "";

    @Option(
            names = "--match",
            paramLabel = "POLICY",
            defaultValue = "exact",
            description = "exact, prefix or wildcard, as a client would say it. Default: ${DEFAULT-VALUE}.")
    private String match = "exact";

    @Option(names = "--realm", paramLabel = "REALM", description = "Name of the realm; not needed if there is but one.")
    private @Nullable String realm;

    @Mixin
    private OutputOption output = new OutputOption();

    ExplainPermissionCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws Failure, IOException {
        Action asked = one(Action.values(), action, "action");
        Match policy = one(Match.values(), match, "--match");
        if (policy != Match.EXACT && (asked == Action.CALL || asked == Action.PUBLISH)) {
            throw new Failure(ExitCode.USAGE, "only subscribe and register have patterns; leave out --match");
        }
        NodeFile file = NodeFile.read(directory(), Installed.fragments(surroundings, directory()));
        if (!file.valid()) {
            file.findings().stream()
                    .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                    .forEach(finding -> err().println(finding));
            throw new Failure(ExitCode.CONFIGURATION, "the node file has errors");
        }
        Map<String, Object> settings = settings(file);
        Explanation explanation = Explanation.of(String.valueOf(settings.get("roles")), role, asked, uri, policy);
        show(file, String.valueOf(settings.get("realm")), explanation);
        return switch (explanation.outcome()) {
            case ALLOWED -> ExitCode.OK;
            case DENIED -> DENIED;
            case AUTHORIZER -> ASKED;
        };
    }

    private static <E extends Enum<E>> E one(E[] values, String text, String what) throws Failure {
        for (E value : values) {
            if (value.name().equals(text.toUpperCase(Locale.ROOT))) {
                return value;
            }
        }
        List<String> known = List.of(values).stream()
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
        throw new Failure(ExitCode.USAGE, "unknown " + what + " \"" + text + "\"; use one of " + known);
    }

    private Map<String, Object> settings(NodeFile file) throws Failure {
        List<Map<String, Object>> all = file.configurations().stream()
                .filter(configured -> configured.pid().startsWith(ROLES))
                .map(Configured::properties)
                .toList();
        List<String> names =
                all.stream().map(each -> String.valueOf(each.get("realm"))).toList();
        if (realm == null && all.size() == 1) {
            return all.get(0);
        }
        for (Map<String, Object> each : all) {
            if (String.valueOf(each.get("realm")).equals(realm)) {
                return each;
            }
        }
        throw new Failure(
                ExitCode.USAGE,
                realm == null
                        ? "which realm? Say --realm with one of " + names
                        : "there is no realm \"" + realm + "\"; there is: " + names);
    }

    private void show(NodeFile file, String realmName, Explanation explanation) {
        Mark mark = mark(file, realmName, explanation.place());
        if (!output.json()) {
            out().println(explanation.outcome().name().toLowerCase(Locale.ROOT) + ": " + explanation.text());
            if (mark != null) {
                out().println("  " + file.file() + ":" + mark.line() + ":" + mark.column());
            }
            return;
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("outcome", explanation.outcome().name().toLowerCase(Locale.ROOT));
        answer.put("realm", realmName);
        answer.put("role", role);
        answer.put("action", action.toLowerCase(Locale.ROOT));
        answer.put("uri", uri);
        answer.put("match", match.toLowerCase(Locale.ROOT));
        answer.put("place", explanation.place());
        answer.put("rule", explanation.rule());
        answer.put("example", explanation.uri());
        answer.put("authorizer", explanation.authorizer());
        answer.put("text", explanation.text());
        if (mark != null) {
            answer.put("file", file.file().toString());
            answer.put("line", mark.line());
            answer.put("column", mark.column());
        }
        out().println(Json.text(answer));
    }

    /** Where {@code roles[1].permissions[0]} of a realm stands; null if it is no such place. */
    private static @Nullable Mark mark(NodeFile file, String realmName, String place) {
        String[] numbers = place.replaceAll("[^0-9]+", " ").strip().split(" ", -1);
        if (!place.matches("roles\\[\\d+]\\.permissions\\[\\d+]") || !(file.tree() instanceof Tree.Mapping node)) {
            return null;
        }
        for (Doors.Place worker : Doors.items(node, "", "workers")) {
            for (Doors.Place found : Doors.items(worker.keys(), worker.path(), "realms")) {
                if (realmName.equals(found.keys().text("name"))
                        && found.keys().items("roles").get(Integer.parseInt(numbers[0])) instanceof Tree.Mapping keys) {
                    return keys.items("permissions")
                            .get(Integer.parseInt(numbers[1]))
                            .mark();
                }
            }
        }
        return null;
    }
}
