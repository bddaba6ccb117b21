package org.junctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junctor.node.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code junctor start} and {@code junctor demo}. */
@Timeout(30)
final class StartTest {
    private final List<Map<String, String>> started = new ArrayList<>();
    private Path here;
    private Called.From from;

    @BeforeEach
    void makeFolder(@TempDir Path directory) {
        here = directory;
        from = new Called.From(directory).framework(properties -> {
            started.add(properties);
            return ExitCode.ADDRESS;
        });
    }

    @Test
    void startsTheFrameworkWithTheNodeAndAnswersItsExitCode() throws IOException {
        Files.writeString(here.resolve("config.json"), "{}");

        Called called = from.call("start", "--cbdir", ".", "--loglevel", "warn");

        assertEquals(ExitCode.ADDRESS, called.exitCode());
        assertEquals(
                List.of(Map.of(
                        "junctor.node",
                        here.toString(),
                        "junctor.home",
                        here.resolve("home").toString(),
                        "junctor.feature",
                        "router",
                        "junctor.loglevel",
                        "WARN")),
                started);
    }

    @Test
    void folderWithoutNodeFileIsAConfigurationError() {
        Called called = from.call("start", "--cbdir", "nowhere");

        assertEquals(ExitCode.CONFIGURATION, called.exitCode());
        assertEquals(
                "error: there is no config.yaml and no config.json in " + here.resolve("nowhere")
                        + "; \"junctor init\" makes a node\n",
                called.err());
        assertTrue(started.isEmpty());
    }

    @Test
    void secondStartIsRefused() throws IOException {
        Files.writeString(here.resolve("config.yaml"), "version: 2");

        try (FakeNode running = FakeNode.saying(here, "{}")) {
            Called called = from.call("start");

            assertEquals(ExitCode.RUNNING, called.exitCode());
            assertEquals(
                    "error: the node " + running.directory + " runs already, with pid "
                            + ProcessHandle.current().pid() + "\n",
                    called.err());
        }
        assertTrue(started.isEmpty());
    }

    @Test
    void demoMakesANodeAndNamesItsPageWhenItIsReady() throws IOException {
        Path template = Files.createDirectories(here.resolve("home/templates/default"));
        Files.writeString(template.resolve("config.yaml"), "port: 8080\norigins: [\"http://127.0.0.1:8080\"]\n");
        List<String> files = new ArrayList<>();
        List<Path> folders = new ArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        from.framework(properties -> {
            Path node = Path.of(properties.get("junctor.node"));
            folders.add(node);
            files.add(Files.readString(node.resolve("config.yaml")));
            try (FakeNode running = new FakeNode(
                    node,
                    (line, in, out) -> FakeNode.print(
                            out,
                            "{\"state\":\"" + (asked.getAndIncrement() == 0 ? "starting" : "running") + "\"}\n"))) {
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
                while (!from.printed().contains("page is at http://127.0.0.1:4711/")) {
                    assertTrue(System.nanoTime() < deadline, () -> running.lines + " " + from.printed());
                    Thread.onSpinWait();
                }
            }
            return 0;
        });

        Called called = from.call("demo", "--port", "4711");

        assertEquals(ExitCode.OK, called.exitCode(), called::err);
        assertEquals(List.of("port: 4711\norigins: [\"http://127.0.0.1:4711\"]\n"), files);
        assertEquals(2, asked.get());
        assertFalse(Files.exists(folders.get(0)), "the folder is still there");
    }
}
