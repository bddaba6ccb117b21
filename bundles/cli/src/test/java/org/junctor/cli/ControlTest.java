package org.junctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junctor.node.ExitCode;
import org.junctor.node.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that talk to a running node. */
@Timeout(30)
final class ControlTest {
    private static final String STATUS = "{\"state\":\"running\",\"pid\":42,\"node\":\"/n\",\"version\":\"0.1.0\","
            + "\"parts\":[{\"pid\":\"p~t1\",\"kind\":\"transport\",\"state\":\"running\",\"text\":\"transport t1 started on"
            + " http://127.0.0.1:8080\",\"details\":{}}]}";

    private Path here;
    private Called.From from;

    @BeforeEach
    void makeFolder(@TempDir Path directory) {
        here = directory;
        from = new Called.From(directory);
    }

    @Test
    void statusShowsThePartsOfTheNode() throws IOException {
        try (FakeNode node = FakeNode.saying(here, STATUS)) {
            Called called = from.call("status");

            assertEquals(ExitCode.OK, called.exitCode(), called::err);
            assertEquals(
                    """
                    running  /n  pid 42  Junctor 0.1.0
                      transport  running   transport t1 started on http://127.0.0.1:8080
                    """,
                    called.out());
            assertEquals(List.of("{\"command\":\"status\"}"), node.lines);
        }
    }

    @Test
    void statusAsJsonIsWhatTheNodeSaid() throws IOException {
        try (FakeNode node = FakeNode.saying(here, STATUS)) {
            assertEquals(STATUS + "\n", from.call("status", "-o", "json").out(), () -> node.lines.toString());
        }
    }

    @Test
    void statusOfAStoppedNodeTellsByItsExitCode() {
        Called called = from.call("status", "-o", "json");

        assertEquals(ExitCode.RUNNING, called.exitCode());
        assertTrue(called.out().contains("\"state\":\"stopped\""), called::out);
    }

    @Test
    void assertedStateDecidesTheExitCode() throws IOException {
        assertEquals(ExitCode.OK, from.call("status", "--assert", "stopped").exitCode());
        assertEquals(
                ExitCode.RUNNING, from.call("status", "--assert", "running").exitCode());
        try (FakeNode node = FakeNode.saying(here, STATUS)) {
            assertEquals(
                    ExitCode.OK, from.call("status", "--assert", "running").exitCode(), () -> node.lines.toString());
            assertEquals(
                    ExitCode.RUNNING, from.call("status", "--assert", "stopped").exitCode());
        }
        assertEquals(ExitCode.USAGE, from.call("status", "--assert", "on").exitCode());
    }

    @Test
    void stopWaitsUntilTheNodeHasLeft() throws IOException {
        try (FakeNode node = FakeNode.leaving(here, "{\"state\":\"draining\"}")) {
            Called called = from.call("stop");

            assertEquals(ExitCode.OK, called.exitCode(), called::err);
            assertEquals("stopped\n", called.out());
            assertEquals(List.of("{\"command\":\"stop\"}"), node.lines);
        }
    }

    @Test
    void stopGivesUpAfterTheTimeThatIsSaid() throws IOException {
        try (FakeNode node = FakeNode.saying(here, "{\"state\":\"draining\"}")) {
            Called called = from.call("stop", "--timeout", "0");

            assertEquals(ExitCode.INTERNAL, called.exitCode(), () -> node.lines.toString());
            assertTrue(called.err().startsWith("error: the node still stops after 0 s"), called::err);
        }
    }

    @Test
    void nothingCanBeToldToANodeThatDoesNotRun() {
        for (String command : List.of("stop", "reload", "shell")) {
            Called called = from.call(command);

            assertEquals(ExitCode.RUNNING, called.exitCode(), command);
            assertEquals("error: no node runs in " + here + "\n", called.err());
        }
    }

    @Test
    void reloadListsWhatChanged() throws IOException {
        String answer =
                "{\"applied\":true,\"findings\":[\"f:1:2: warning: w\"],\"removed\":[\"a~1\"],\"added\":[\"b~2\"],"
                        + "\"updated\":[],\"not_started\":[\"b~2\"],\"reasons\":[\"the port is taken\"],\"exit_code\":4}";
        try (FakeNode node = FakeNode.saying(here, answer)) {
            Called called = from.call("reload");

            assertEquals(ExitCode.ADDRESS, called.exitCode(), () -> node.lines.toString());
            assertEquals("f:1:2: warning: w\nremoved a~1\nadded b~2\n", called.out());
            assertEquals("error: not started: b~2; the port is taken\n", called.err());
        }
    }

    @Test
    void reloadOfABrokenFileIsAConfigurationError() throws IOException {
        try (FakeNode node = FakeNode.saying(here, "{\"applied\":false,\"findings\":[\"f:1:2: error: e\"]}")) {
            Called called = from.call("reload");

            assertEquals(ExitCode.CONFIGURATION, called.exitCode(), () -> node.lines.toString());
            assertEquals("f:1:2: error: e\n", called.out());
        }
    }

    @Test
    void shellCommandIsSentAsOneLineAndItsOutputShown() throws IOException {
        try (FakeNode node = FakeNode.saying(here, "2 sessions\njunctor-shell: ok")) {
            Called called = from.call("shell", "sessions", "realm1");

            assertEquals(ExitCode.OK, called.exitCode(), called::err);
            assertEquals("2 sessions\n", called.out());
            assertEquals(Map.of("command", "shell", "line", "sessions realm1"), Json.object(node.lines.get(0)));
        }
    }

    @Test
    void shellCommandThatFailsIsAFailure() throws IOException {
        try (FakeNode node = FakeNode.saying(here, "no such command\njunctor-shell: failed")) {
            Called called = from.call("shell", "nonsense");

            assertEquals(ExitCode.INTERNAL, called.exitCode(), () -> node.lines.toString());
            assertEquals("no such command\n", called.out());
        }
    }

    @Test
    void whatIsTypedGoesToTheShellLineByLine() throws IOException {
        try (FakeNode node = new FakeNode(here, (request, in, out) -> {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                FakeNode.print(out, "> " + line + "\n");
            }
        })) {
            Called called = from.typed("realms\nsessions é\n").call("shell");

            assertEquals(ExitCode.OK, called.exitCode(), called::err);
            assertEquals("> realms\n> sessions é\n", called.out());
            assertEquals(List.of("{\"command\":\"shell\"}"), node.lines);
        }
    }

    @Test
    void nodeThatHangsUpIsAFailureInOneLine() throws IOException {
        try (FakeNode node = new FakeNode(here, (line, in, out) -> {})) {
            for (String command : List.of("reload", "status", "stop")) {
                Called called = from.call(command);

                assertEquals(ExitCode.INTERNAL, called.exitCode(), () -> node.lines.toString());
                assertEquals("error: the node hung up without an answer; see its log\n", called.err());
            }
        }
    }

    @Test
    void nodeThatTakesNoConnectionIsAFailureInOneLine() throws IOException {
        try (FakeNode node = FakeNode.full(here)) {
            Called called = from.call("status");

            assertEquals(ExitCode.INTERNAL, called.exitCode(), () -> node.lines.toString());
            assertEquals("error: the node hung up without an answer; see its log\n", called.err());
        }
    }

    @Test
    void errorOfTheNodeIsTold() throws IOException {
        try (FakeNode node = FakeNode.saying(here, "{\"error\":\"unknown command \\\"shell\\\"\"}")) {
            for (String command : List.of("shell", "reload", "status")) {
                Called called = from.call(command);

                assertEquals(ExitCode.INTERNAL, called.exitCode(), () -> node.lines.toString());
                assertEquals("error: unknown command \"shell\"\n", called.err());
            }
        }
    }
}
