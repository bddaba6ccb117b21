package org.junctor.host.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/** Makes the command line of a worker: the launcher of the router's own distribution, with the feature {@code worker}. */
final class WorkerCommand {
    private static final String LAUNCHER = "org.junctor.distribution.Launcher";

    private WorkerCommand() {}

    /**
     * Writes the worker's file and makes the command.
     *
     * @param home folder of the distribution
     */
    static WorkerProcess.Command of(WorkerSpec worker, @Nullable String home) throws PartFailure {
        if (home == null || !Files.isDirectory(Path.of(home, "lib"))) {
            throw new PartFailure(
                    PartFailure.Cause.CONFIGURATION,
                    "worker %s: the framework property junctor.home (\"%s\") does not name a Junctor distribution, whose launcher a worker needs"
                            .formatted(worker.id(), home));
        }
        try {
            Path file = WorkerFile.write(worker);
            return new WorkerProcess.Command(
                    arguments(worker, Path.of(home), file),
                    worker.nodeDirectory(),
                    worker.options().environment());
        } catch (IOException e) {
            throw new PartFailure(
                    PartFailure.Cause.CONFIGURATION,
                    "worker %s: cannot write its configuration into %s: %s".formatted(worker.id(), worker.folder(), e));
        }
    }

    private static List<String> arguments(WorkerSpec worker, Path home, Path file) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xss512k",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8", // as its output is read, whatever the locale
                "-Dstdout.encoding=UTF-8"));
        line.addAll(worker.options().javaOptions());
        line.add("-Djunctor.home=" + home);
        line.add("-Djunctor.node=" + worker.nodeDirectory());
        line.add("-Djunctor.feature=worker");
        line.add("-Djunctor.worker=" + file);
        line.add("-Djunctor.cache=" + worker.folder());
        line.addAll(List.of("-cp", home.resolve("lib") + "/*", LAUNCHER));
        return List.copyOf(line);
    }
}
