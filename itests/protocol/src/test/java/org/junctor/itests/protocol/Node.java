package org.junctor.itests.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A node of the distribution, started and stopped with {@code bin/junctor} as an operator does it. */
final class Node implements AutoCloseable {
    /** No node: the suite was pointed at a router that runs already. */
    static final Node NONE = new Node(Path.of("."));

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path folder;
    private final Path log;
    private @Nullable Process process;

    private Node(Path folder) {
        this.folder = folder;
        this.log = folder.resolve("start.log");
    }

    /** What a command printed, and its exit code. */
    record Ran(int exit, String output) {
        /** Fails unless the exit code is 0. */
        Ran ok() {
            if (exit != 0) {
                throw new AssertionError("exit code " + exit + ": " + output);
            }
            return this;
        }
    }

    /** The node of this folder, not started yet. */
    static Node in(Path folder) {
        return new Node(folder);
    }

    /** The unpacked distribution; fails with the remedy if it was not built. */
    static Path distribution() {
        Path home = Path.of(System.getProperty("junctor.distribution", "distribution/target/junctor-0.1.0"));
        if (!Files.isExecutable(home.resolve("bin/junctor"))) {
            throw new AssertionError(
                    "no distribution at " + home.toAbsolutePath()
                            + ": build it first (mvn -pl distribution -am package), or name another with -Ddistribution=FOLDER");
        }
        return home.toAbsolutePath();
    }

    /** Starts it and waits until it says that it is ready. */
    Node start() {
        launch();
        awaitLog("ready in");
        return this;
    }

    /** Starts it and waits for nothing. */
    Node launch() {
        try {
            process = command("start", "--cbdir", folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError("bin/junctor cannot be run", e);
        }
        return this;
    }

    /** Waits until the log has this text; fails if the program ends before. */
    void awaitLog(String text) {
        Process running = process();
        Waiting.until(
                LIMIT, () -> log().contains(text) || !running.isAlive(), () -> "no \"" + text + "\" in:\n" + log());
        if (!log().contains(text)) {
            throw new AssertionError(
                    "the node ended with code " + exit(running) + " before \"" + text + "\":\n" + log());
        }
    }

    /** Waits for its end and answers the exit code. */
    int awaitExit() {
        Process running = process();
        try {
            if (!running.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the node did not end:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return running.exitValue();
    }

    /** Runs a command for this node ({@code junctor NAME --cbdir FOLDER …}) and waits for its end. */
    Ran run(String name, String... arguments) {
        List<String> all = new ArrayList<>(List.of(name, "--cbdir", folder.toString()));
        all.addAll(List.of(arguments));
        return run(command(all.toArray(String[]::new)));
    }

    /** Runs {@code junctor} with exactly these arguments. */
    static Ran junctor(String... arguments) {
        return run(command(arguments));
    }

    /** Runs a command of the shell and answers what it printed; fails if it fails. */
    String shell(String line) {
        return run("shell", line).ok().output();
    }

    /** The id of the installed bundle with this symbolic name. */
    long bundle(String symbolicName) {
        String list = shell("lb -s");
        Predicate<String> names = line -> line.matches(".*[|\\s]" + symbolicName.replace(".", "\\.") + "([ (|].*)?");
        return list.lines()
                .filter(names)
                .map(line -> Long.parseLong(line.replaceFirst("^\\s*(\\d+).*$", "$1")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no bundle " + symbolicName + " in:\n" + list));
    }

    /** The jar of the distribution from which the bundle with this symbolic name was installed. */
    static URI jar(String symbolicName) {
        String pattern = Pattern.quote(symbolicName) + "-\\d.*\\.jar";
        try (Stream<Path> files = Files.walk(distribution())) {
            return files.filter(file -> file.getFileName().toString().matches(pattern))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no jar of " + symbolicName + " in " + distribution()))
                    .toUri();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a bundle is in this state, such as {@code Active}. */
    void awaitBundle(long id, String state) {
        Pattern line = Pattern.compile("(?m)^\\s*" + id + "\\s*\\|\\s*" + state);
        Waiting.until(
                LIMIT,
                () -> line.matcher(shell("lb -s")).find(),
                () -> "bundle " + id + " is not " + state + "\n" + log());
    }

    /** All that it has printed. */
    String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new AssertionError("the log cannot be read", e);
        }
    }

    /** Its folder. */
    Path folder() {
        return folder;
    }

    /** The process that was started, which is the router's JVM. */
    Process process() {
        if (process == null) {
            throw new IllegalStateException("the node was not started");
        }
        return process;
    }

    @Override
    public void close() {
        if (process == null || !process.isAlive()) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("the node did not stop within 30 s of SIGTERM:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ProcessBuilder command(String... arguments) {
        List<String> line =
                new ArrayList<>(List.of(distribution().resolve("bin/junctor").toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line);
        useJava(builder);
        return builder;
    }

    /** Has a program of the distribution use the Java that is tested. */
    static void useJava(ProcessBuilder builder) {
        String java = System.getProperty("junctor.java.home", "");
        if (!java.isEmpty()) {
            builder.environment().put("JAVA_HOME", java);
        }
    }

    private static Ran run(ProcessBuilder command) {
        try {
            Path output = Files.createTempFile("junctor-command", ".txt");
            Process process = command.redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("no end of " + command.command() + ": " + Files.readString(output));
            }
            String printed = Files.readString(output);
            Files.delete(output);
            return new Ran(process.exitValue(), printed);
        } catch (IOException e) {
            throw new AssertionError("cannot run " + command.command(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static String exit(Process process) {
        return process.isAlive() ? "(alive)" : String.valueOf(process.exitValue());
    }
}
