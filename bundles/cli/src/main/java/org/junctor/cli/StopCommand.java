package org.junctor.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junctor.node.ExitCode;
import org.junctor.node.PidFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code junctor stop}. */
@Command(
        name = "stop",
        description = {
            "Stops a node: running calls get their results (at most 10 s),",
            "sessions are told, then the process ends. Waits for that."
        },
        footerHeading = "%nExample:%n",
        footer = "  junctor stop --cbdir /srv/node")
final class StopCommand extends NodeCommand {
    @Option(
            names = {"--wait", "--timeout"},
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    StopCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws Failure, IOException, InterruptedException {
        Path directory = directory();
        long pid = Control.owner(directory);
        long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        try (Control control = Control.connect(directory)) {
            if (control != null) {
                control.ask(Map.of("command", "stop"));
            } else {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
            }
        }
        while (PidFile.owner(directory).isPresent() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        if (PidFile.owner(directory).isPresent() || !ended(pid, deadline)) {
            throw new Failure(ExitCode.INTERNAL, "the node still stops after " + seconds + " s, with pid " + pid);
        }
        out().println("stopped");
        return ExitCode.OK;
    }

    /** The node gives its folder back a little before its process ends. */
    private static boolean ended(long pid, long deadline) throws InterruptedException {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isEmpty() || pid == ProcessHandle.current().pid()) {
            return true;
        }
        try {
            process.get().onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("waiting for a process failed", impossible);
        }
    }
}
