package org.junctor.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.ControlCommand;
import org.junctor.api.operation.PartFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node from its start to its end, with everything but the framework and the core. */
@Timeout(60)
final class RouterLifeTest {
    private static final String FILE =
            """
            version: 2
            workers:
              - type: router
                realms: [{name: r1, roles: [{name: anonymous, permissions: [{uri: a.b}]}]}]
                transports: [{type: rawsocket, id: t1, endpoint: {type: unix, path: a.sock}}]
            """;

    private final Heard heard = new Heard();
    private final Parts parts = new Parts(heard);
    private final MemorySettings settings = MemorySettings.starting(parts);
    private final FakePlatform platform = new FakePlatform();
    private final FakeRouter router = new FakeRouter();
    private final ControlCommand plugin =
            (request, in, out) -> out.write(("hello " + request.get("name")).getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path directory = Path.of("");

    private @Nullable RouterLife life;

    @BeforeEach
    void writeFile() throws IOException {
        Files.writeString(directory.resolve("config.yaml"), FILE);
    }

    @AfterEach
    void end() {
        if (life != null) {
            life.end();
        }
    }

    private RouterLife life() {
        Commands commands = new Commands(() -> List.of(Map.entry(Map.of(ControlCommand.NAME, "greet"), plugin)));
        RouterLife made = new RouterLife(directory, platform, settings, parts, () -> router, commands);
        life = made;
        return made;
    }

    private void start() {
        RouterLife starting = life();
        starting.begin();
        await(() -> "running".equals(starting.status().get("state")));
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> heard.lines.toString());
            Thread.onSpinWait();
        }
    }

    @Test
    void aSignalBetweenTwoLivesStopsTheFrameworkAllTheSame() throws Exception {
        RouterLife over = life();
        over.end();

        assertTrue(over.stop());

        assertEquals(ExitCode.OK, platform.exitCode());
    }

    private String ask(String request) throws IOException {
        Path socket = directory.resolve(ControlSocket.NAME);
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ChannelStreams.out(channel).write((request + "\n").getBytes(StandardCharsets.UTF_8));
            return String.valueOf(
                    new BufferedReader(new InputStreamReader(ChannelStreams.in(channel), StandardCharsets.UTF_8))
                            .readLine());
        }
    }

    @Test
    void nodeStartsAndTellsItsStatus() throws IOException {
        start();

        Map<String, Object> status = Json.object(ask("{\"command\":\"status\"}"));

        assertEquals("running", status.get("state"));
        assertEquals(directory.toString(), status.get("node"));
        assertEquals(
                List.of("org.junctor.core.realm~r1 started", "org.junctor.transport.http~t1 started"), heard.lines);
        assertTrue(String.valueOf(status.get("parts")).contains("{answer=42}"), status::toString);
    }

    @Test
    void stopDrainsAndEndsInOrder() throws Exception {
        start();

        String answer = ask("{\"command\":\"stop\"}");

        assertTrue(answer.startsWith("{\"state\":\"draining\""), answer);
        assertEquals(ExitCode.OK, platform.exitCode());
        assertEquals("drain", router.asked.get(0));
        assertTrue(router.asked.contains("shutdown"));
    }

    @Test
    void folderIsTidyAfterTheEnd() throws IOException {
        start();
        assertNotNull(life);

        life.end();

        assertFalse(Files.exists(directory.resolve(ControlSocket.NAME)));
        assertTrue(PidFile.owner(directory).isEmpty());
    }

    @Test
    void brokenFileEndsWithTheCodeForThat()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Files.writeString(directory.resolve("config.yaml"), "version: 3\n");

        life().begin();

        assertEquals(ExitCode.CONFIGURATION, platform.exitCode());
        assertEquals(List.of(), settings.changes);
    }

    @Test
    void secondNodeOfTheSameFolderIsRefused()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (PidFile other = PidFile.take(directory)) {
            assertNotNull(other);

            life().begin();

            assertEquals(ExitCode.RUNNING, platform.exitCode());
        }
    }

    @Test
    void reloadAppliesTheDifference() throws IOException {
        start();
        settings.changes.clear();
        Files.writeString(
                directory.resolve("config.yaml"), FILE.replace("a.b", "a.c").replace("id: t1", "id: t2"));

        Map<String, Object> answer = Json.object(ask("{\"command\":\"reload\"}"));

        assertEquals(true, answer.get("applied"), answer::toString);
        assertEquals(
                List.of(
                        "delete org.junctor.transport.http~t1",
                        "put org.junctor.authz.roles~r1",
                        "put org.junctor.core.realm~r1",
                        "put org.junctor.transport.http~t2"),
                settings.changes);
        assertEquals(List.of("org.junctor.transport.http~t1"), answer.get("removed"));
        assertEquals(List.of("org.junctor.transport.http~t2"), answer.get("added"));
        assertEquals(List.of("org.junctor.authz.roles~r1", "org.junctor.core.realm~r1"), answer.get("updated"));
        assertEquals(List.of(), answer.get("not_started"));
    }

    @Test
    void reloadTellsWhyAChangedPartHasNotStarted() throws IOException {
        start();
        settings.next = pid -> FakePart.failed(pid, new PartFailure(PartFailure.Cause.ADDRESS, "the port is taken"));
        Files.writeString(directory.resolve("config.yaml"), FILE.replace("a.sock", "b.sock"));

        Map<String, Object> answer = Json.object(ask("{\"command\":\"reload\"}"));

        assertEquals(List.of("org.junctor.transport.http~t1"), answer.get("updated"));
        assertEquals(List.of("org.junctor.transport.http~t1"), answer.get("not_started"));
        assertEquals(List.of("the port is taken"), answer.get("reasons"));
        assertEquals(ExitCode.ADDRESS, answer.get("exit_code"));
    }

    @Test
    void reloadOfABrokenFileChangesNothing() throws IOException {
        start();
        settings.changes.clear();
        Files.writeString(directory.resolve("config.yaml"), FILE.replace("rawsocket", "rawsokcet"));

        Map<String, Object> answer = Json.object(ask("{\"command\":\"reload\"}"));

        assertEquals(false, answer.get("applied"));
        assertTrue(String.valueOf(answer.get("findings")).contains("did you mean \"rawsocket\"?"), answer::toString);
        assertEquals(List.of(), settings.changes);
        assertTrue(platform.runs());
    }

    @Test
    void commandsOfPluginsAreRunAndOthersRefused() throws IOException {
        start();

        assertEquals("hello you", ask("{\"command\":\"greet\",\"name\":\"you\"}"));
        assertEquals(
                "{\"error\":\"unknown command \\\"gret\\\"; did you mean \\\"greet\\\"?\"}",
                ask("{\"command\":\"gret\"}"));
    }
}
