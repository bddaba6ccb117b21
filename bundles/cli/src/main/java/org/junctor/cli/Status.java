package org.junctor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what a node does. */
@Command(
        name = "status",
        description = "Shows whether a node runs, and its parts.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: junctor status --cbdir mynode --assert running"})
final class Status implements Callable<Integer> {
    /** What {@code --assert} takes. */
    enum Expected {
        RUNNING,
        STOPPED
    }

    /** How the answer is written. */
    enum Format {
        TABLE,
        JSON
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private NodeFolder folder = new NodeFolder();

    @Option(
            names = "--assert",
            paramLabel = "STATE",
            description = "End with 0 if the node is running (or stopped), else with 1.")
    private @Nullable Expected expected;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table or json (${DEFAULT-VALUE}).")
    private Format format = Format.TABLE;

    @Override
    public Integer call() throws Problem, IOException {
        Path node = folder.existing();
        JsonNode status = status(node);
        boolean running = !status.path("state").asText().equals("stopped");
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.JSON) {
            out.println(status);
        } else {
            table(status, out);
        }
        if (expected != null) {
            return running == (expected == Expected.RUNNING) ? ExitCode.OK : ExitCode.INTERNAL;
        }
        return running ? ExitCode.OK : ExitCode.RUNNING;
    }

    private static JsonNode status(Path node) throws Problem, IOException {
        try {
            return new Control(node).ask("status");
        } catch (Problem problem) {
            if (problem.exitCode() != ExitCode.RUNNING) {
                throw problem;
            }
            return JsonNodeFactory.instance.objectNode().put("state", "stopped").put("node", node.toString());
        }
    }

    private static void table(JsonNode status, PrintWriter out) {
        out.println(status.path("state").asText() + ": " + status.path("node").asText());
        if (status.has("pid")) {
            out.println("pid " + status.path("pid").asLong() + ", version "
                    + status.path("version").asText() + ", started "
                    + status.path("started").asText());
        }
        for (JsonNode part : status.path("parts")) {
            out.printf(
                    "  %-10s %-9s %s%n",
                    part.path("kind").asText(),
                    part.path("state").asText(),
                    part.path("text").asText());
        }
    }
}
