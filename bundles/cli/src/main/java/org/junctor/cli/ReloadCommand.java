package org.junctor.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junctor.node.ExitCode;
import picocli.CommandLine.Command;

/** {@code junctor reload}. */
@Command(
        name = "reload",
        description = {
            "Has a running node read its file anew. What has not changed goes on;",
            "a file with errors changes nothing."
        },
        footerHeading = "%nExample:%n",
        footer = "  junctor reload --cbdir /srv/node")
final class ReloadCommand extends NodeCommand {

    ReloadCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws Failure, IOException {
        Map<String, Object> answer = Control.ask(directory(), "reload");
        list(answer, "findings").forEach(out()::println);
        if (!Boolean.TRUE.equals(answer.get("applied"))) {
            err().println("error: nothing was changed");
            return ExitCode.CONFIGURATION;
        }
        for (String what : List.of("removed", "updated", "added")) {
            list(answer, what).forEach(pid -> out().println(what + " " + pid));
        }
        List<?> failed = list(answer, "not_started");
        List<?> reasons = list(answer, "reasons");
        for (int i = 0; i < failed.size(); i++) {
            Object reason = i < reasons.size() ? reasons.get(i) : "see the node's log";
            err().println("error: not started: " + failed.get(i) + "; " + reason);
        }
        if (failed.isEmpty()) {
            return ExitCode.OK;
        }
        return answer.get("exit_code") instanceof Integer code ? code : ExitCode.INTERNAL;
    }

    private static List<?> list(Map<String, Object> answer, String key) {
        return answer.get(key) instanceof List<?> list ? list : List.of();
    }
}
