package org.junctor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stops a node. */
@Command(
        name = "stop",
        description = "Drains a node (calls that run may finish) and stops it.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: junctor stop --cbdir mynode"})
final class Stop implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private NodeFolder folder = new NodeFolder();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for its end (${DEFAULT-VALUE}).")
    private int seconds = 30;

    @Override
    public Integer call() throws Problem, IOException, InterruptedException, ExecutionException {
        JsonNode answer = new Control(folder.existing()).ask("stop");
        Optional<ProcessHandle> process = ProcessHandle.of(answer.path("pid").asLong());
        try {
            if (process.isPresent()) {
                process.get().onExit().get(seconds, TimeUnit.SECONDS);
            }
        } catch (TimeoutException late) {
            throw new Problem(ExitCode.INTERNAL, "the node was told to stop, but still runs after " + seconds + " s");
        }
        spec.commandLine().getOut().println("stopped");
        return ExitCode.OK;
    }
}
