package org.junctor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Applies a changed node file. */
@Command(
        name = "reload",
        description = "Checks the node file, and applies what has changed in it; a bad one changes nothing.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: junctor reload --cbdir mynode"})
final class Reload implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private NodeFolder folder = new NodeFolder();

    @Override
    public Integer call() throws Problem, IOException {
        JsonNode answer = new Control(folder.existing()).ask("reload");
        answer.path("findings").forEach(finding -> spec.commandLine().getErr().println(finding.asText()));
        if (!answer.path("applied").asBoolean()) {
            return ExitCode.CONFIGURATION;
        }
        PrintWriter out = spec.commandLine().getOut();
        for (String change : List.of("removed", "added", "updated", "not_started")) {
            answer.path(change).forEach(pid -> out.println(change.replace('_', ' ') + ": " + pid.asText()));
        }
        return answer.path("not_started").isEmpty() ? ExitCode.OK : ExitCode.INTERNAL;
    }
}
