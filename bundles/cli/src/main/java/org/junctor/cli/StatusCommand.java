package org.junctor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junctor.node.ExitCode;
import org.junctor.node.Json;
import org.junctor.node.PidFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code junctor status}. */
@Command(
        name = "status",
        description = "Shows whether a node runs, and how its parts are.",
        footerHeading = "%nExample:%n",
        footer = {"  junctor status --cbdir /srv/node", "  junctor status --assert running && echo up"})
final class StatusCommand extends NodeCommand {

    /** What a node can be asserted to be. */
    enum Expected {
        /** It runs, or is about to. */
        running,
        /** No process runs it. */
        stopped
    }

    @Option(
            names = "--assert",
            paramLabel = "STATE",
            description = "Exits with 0 if the node is ${COMPLETION-CANDIDATES}, else with 5.")
    private @Nullable Expected expected;

    @Mixin
    private OutputOption output = new OutputOption();

    StatusCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws Failure, IOException {
        Path directory = directory();
        OptionalLong owner = Files.isDirectory(directory) ? PidFile.owner(directory) : OptionalLong.empty();
        Map<String, ?> status = owner.isEmpty()
                ? Map.of("state", "stopped", "node", directory.toString())
                : status(directory, owner.getAsLong());
        if (output.json()) {
            out().println(Json.text(status));
        } else {
            show(status);
        }
        boolean running = owner.isPresent();
        boolean asExpected = expected == Expected.stopped ? !running : running;
        return asExpected ? ExitCode.OK : ExitCode.RUNNING;
    }

    private static Map<String, ?> status(Path directory, long owner) throws Failure, IOException {
        try (Control control = Control.connect(directory)) {
            return control == null
                    ? Map.of("state", "running", "node", directory.toString(), "pid", owner, "parts", List.of())
                    : control.ask(Map.of("command", "status"));
        }
    }

    private void show(Map<String, ?> status) {
        out().println(status.get("state") + "  " + status.get("node")
                + (status.get("pid") == null ? "" : "  pid " + status.get("pid"))
                + (status.get("version") == null ? "" : "  Junctor " + status.get("version")));
        if (status.get("parts") instanceof List<?> parts) {
            for (Object item : parts) {
                if (item instanceof Map<?, ?> part) {
                    out().printf("  %-10s %-9s %s%n", part.get("kind"), part.get("state"), part.get("text"));
                }
            }
        }
    }
}
