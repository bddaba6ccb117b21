package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node from {@code init} to {@code stop}, as an operator sees it. */
final class NodeLifeTest {
    @TempDir
    Path folder = Path.of(".");

    private @Nullable Node started;

    @AfterEach
    void stopNode() {
        if (started != null) {
            started.close();
        }
    }

    private Node start() {
        Node node = Node.in(folder);
        started = node;
        return node.start();
    }

    @Test
    void theDemoStartsStepByStepAndStops() throws IOException {
        Node.junctor("init", "--cbdir", folder.toString()).ok();
        int port = giveFreePort(folder.resolve("config.yaml"));
        Node.junctor("check", "--cbdir", folder.toString()).ok();

        Node node = start();

        for (String step : List.of(
                "realm realm1 started",
                "component \\S+ \\(\\S*TimeService\\) started in realm realm1",
                "transport \\S+ started on \\S*127\\.0\\.0\\.1:" + port,
                "transport \\S+ started on unix:\\S+",
                "worker \\S+ \\(container\\) started, pid [0-9]+",
                "ready in [0-9]+ ms")) {
            assertTrue(Pattern.compile(step).matcher(node.log()).find(), () -> "no \"" + step + "\" in\n" + node.log());
        }
        assertEquals(0, node.run("stop").exit());
        assertEquals(0, node.awaitExit(), node::log);
    }

    @Test
    void stopEndsTheProcessOfTheContainerToo() throws IOException {
        Node.junctor("init", "--cbdir", folder.toString()).ok();
        giveFreePort(folder.resolve("config.yaml"));
        Node node = start();
        Matcher worker =
                Pattern.compile("\\(container\\) started, pid ([0-9]+)").matcher(node.log());
        assertTrue(worker.find(), node::log);
        ProcessHandle container =
                ProcessHandle.of(Long.parseLong(worker.group(1))).orElseThrow();

        node.run("stop").ok();

        node.awaitExit();
        Waiting.until(Duration.ofSeconds(10), () -> !container.isAlive(), () -> "the container outlived the router");
    }

    @Test
    void theContainerEndsWithARouterThatIsKilled() throws IOException {
        Node.junctor("init", "--cbdir", folder.toString()).ok();
        giveFreePort(folder.resolve("config.yaml"));
        Node node = start();
        Matcher worker =
                Pattern.compile("\\(container\\) started, pid ([0-9]+)").matcher(node.log());
        assertTrue(worker.find(), node::log);
        ProcessHandle container =
                ProcessHandle.of(Long.parseLong(worker.group(1))).orElseThrow();

        node.process().destroyForcibly();

        node.awaitExit();
        Waiting.until(Duration.ofSeconds(15), () -> !container.isAlive(), () -> "the container outlived the router");
    }

    @Test
    void statusTellsAProgramWhatRuns() {
        NodeFile.plain(folder).webTransport().write();
        Node node = start();

        Node.Ran running = node.run("status", "-o", "json");
        node.run("stop").ok();
        node.awaitExit();
        Node.Ran stopped = node.run("status", "-o", "json");

        assertEquals(0, running.exit());
        assertTrue(Json.tree(running.output()).isObject(), running::output);
        assertTrue(running.output().contains(String.valueOf(node.process().pid())), running::output);
        assertEquals(5, stopped.exit(), stopped::output);
        assertEquals(5, node.run("stop").exit());
    }

    @Test
    void aSecondStartIsRefusedAndTheFirstGoesOn() {
        NodeFile file = NodeFile.plain(folder).webTransport().write();
        Node first = start();
        Session bystander = Session.join(WebSocketPeer.connect(file.webUrl("/ws")), Router.OPEN);

        Node.Ran second = first.run("start");

        assertEquals(5, second.exit(), second::output);
        assertTrue(second.output().contains(String.valueOf(first.process().pid())), second::output);
        bystander.expectAlive();
        assertEquals(0, first.run("status").exit());
    }

    @Test
    void stopSaysGoodbyeToEverySession() {
        NodeFile file = NodeFile.plain(folder).webTransport().write();
        Node node = start();
        Session session = Session.join(WebSocketPeer.connect(file.webUrl("/ws")), Router.OPEN);

        node.run("stop").ok();

        JsonNode goodbye = session.receive(Type.GOODBYE);
        assertEquals("wamp.close.system_shutdown", goodbye.get(2).asText());
        assertEquals(0, node.awaitExit(), node::log);
        assertFalse(Files.exists(folder.resolve(".control.sock")));
    }

    @Test
    void sigtermLetsRunningCallsFinish() {
        NodeFile file = NodeFile.plain(folder).webTransport().write();
        Node node = start();
        Session caller = Session.join(WebSocketPeer.connect(file.webUrl("/ws")), Router.OPEN);
        Session callee = Session.join(WebSocketPeer.connect(file.webUrl("/ws")), Router.OPEN);
        Peer newcomer = WebSocketPeer.connect(file.webUrl("/ws"));
        callee.register("org.junctor.test.drain");
        long running = caller.call("org.junctor.test.drain");
        JsonNode invocation = callee.receive(Type.INVOCATION);

        node.process().destroy();
        awaitRefusedCall(caller);
        newcomer.send(Type.HELLO, Router.OPEN, Map.of("roles", Session.PLAIN_ROLES));
        Session.expectAbort(newcomer, "wamp.close.system_shutdown");
        callee.peer().send(Type.YIELD, invocation.get(1).asLong(), Map.of(), List.of("done"));

        assertEquals("done", caller.answer(Type.RESULT, running).get(3).get(0).asText());
        caller.receive(Type.GOODBYE);
        callee.receive(Type.GOODBYE);
        assertEquals(0, node.awaitExit(), node::log);
    }

    @Test
    void aSecondSigtermEndsItAtOnce() {
        NodeFile file = NodeFile.plain(folder).webTransport().write();
        Node node = start();
        Session caller = Session.join(WebSocketPeer.connect(file.webUrl("/ws")), Router.OPEN);
        Session callee = Session.join(WebSocketPeer.connect(file.webUrl("/ws")), Router.OPEN);
        callee.register("org.junctor.test.drain");
        caller.call("org.junctor.test.drain");
        callee.receive(Type.INVOCATION);
        node.process().destroy();
        awaitRefusedCall(caller);
        long before = System.nanoTime();

        node.process().destroy();

        node.awaitExit();
        long tookMs = Duration.ofNanos(System.nanoTime() - before).toMillis();
        assertTrue(tookMs < 3000, () -> tookMs + " ms, though running calls may take 10 s");
    }

    @Test
    void whatAKilledNodeLeftBehindDoesNotHinderTheNext() {
        NodeFile file = NodeFile.plain(folder)
                .webTransport()
                .transport("raw", "rawsocket", NodeFile.unix("raw.sock"), Map.of())
                .write();
        Node killed = Node.in(folder).start();
        killed.process().destroyForcibly();
        killed.awaitExit();

        start();

        Session.join(RawSocketPeer.connect(file.rawSocketPath()), Router.OPEN).expectAlive();
    }

    @Test
    void theCommandLineExplainsItself() {
        Node.Ran help = Node.junctor("--help");
        Node.Ran version = Node.junctor("version");
        Node.Ran wrong = Node.junctor("strat");

        assertEquals(0, help.exit());
        for (String command : List.of("init", "start", "stop", "status", "check", "version", "shell")) {
            assertTrue(help.output().contains(command), help::output);
            Node.Ran own = Node.junctor(command, "--help");
            assertEquals(0, own.exit(), own::output);
            assertTrue(own.output().contains("Usage"), own::output);
        }
        assertTrue(version.output().contains("0.1.0"), version::output);
        assertEquals(2, wrong.exit());
        assertTrue(wrong.output().contains("start"), wrong::output);
    }

    /** Calls until the router refuses, because it drains. */
    private static void awaitRefusedCall(Session caller) {
        Waiting.until(
                Peer.LIMIT,
                () -> {
                    long call = caller.call("org.junctor.test.drain.no_such");
                    JsonNode error = caller.receive(Type.ERROR);
                    assertEquals(call, error.get(2).asLong());
                    return !error.get(4).asText().equals("wamp.error.no_such_procedure");
                },
                () -> "the router still routes calls");
    }

    private static int giveFreePort(Path yaml) throws IOException {
        int port = NodeFile.freePort();
        String text = Files.readString(yaml);
        assertTrue(text.contains("8080"), text);
        Files.writeString(yaml, text.replace("8080", String.valueOf(port)));
        return port;
    }
}
