package org.junctor.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.Part;
import org.junctor.api.operation.PartFailure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A checked file comes to life. */
@Timeout(30)
final class StartTest {
    private static final String T1 = "org.junctor.transport.http~t1";
    private static final String TIME = "org.junctor.host.osgi~worker1.component001";

    private final Heard heard = new Heard();
    private final Parts parts = new Parts(heard);
    private NodeFile file;

    @BeforeEach
    void readFile(@TempDir Path directory) throws IOException {
        file = new NodeFolder(directory).yaml(NodeFolder.resource("good.yaml"));
    }

    private Start start(Settings settings) {
        return new Start(settings, parts, FakeRouter::new, () -> false, Duration.ofMillis(200));
    }

    /** The container brings its component, as its process would tell. */
    private MemorySettings settings(Map<String, Throwable> failures) {
        return new MemorySettings(parts, pid -> {
            if (pid.startsWith("org.junctor.host.container")) {
                parts.added(FakePart.running("org.junctor.host.osgi~worker2.tick"));
            }
            return part(pid, failures.get(pid));
        });
    }

    private static @Nullable Part part(String pid, @Nullable Throwable failure) {
        if (!pid.contains("~") || pid.startsWith("org.junctor.authz")) {
            return null;
        }
        return failure == null ? FakePart.running(pid) : FakePart.failed(pid, failure);
    }

    @Test
    void partsStartStageByStage() throws StartFailure, IOException, InterruptedException {
        MemorySettings settings = settings(Map.of());

        start(settings).run(file);

        assertEquals(
                List.of(
                        "org.junctor.core.realm~realm1 started",
                        TIME + " started",
                        T1 + " started",
                        "org.junctor.transport.http~transport001 started",
                        "org.junctor.host.osgi~worker2.tick started",
                        "org.junctor.host.container~worker2 started"),
                heard.lines);
    }

    @Test
    void whatAnEarlierStartLeftIsDeletedFirst() throws StartFailure, IOException, InterruptedException {
        MemorySettings settings = settings(Map.of());
        settings.kept.put("org.junctor.transport.http~old", Map.of("node.directory", "/n"));

        start(settings).run(file);

        assertEquals("delete org.junctor.transport.http~old", settings.changes.get(0));
    }

    @Test
    void listenerThatCannotOpenEndsTheStartWithTheCodeForAddresses() {
        MemorySettings settings =
                settings(Map.of(T1, new PartFailure(PartFailure.Cause.ADDRESS, "127.0.0.1:8090 is in use")));

        StartFailure failure =
                assertThrows(StartFailure.class, () -> start(settings).run(file));

        assertEquals(ExitCode.ADDRESS, failure.exitCode());
        assertEquals("error: t1: 127.0.0.1:8090 is in use", failure.getMessage());
        assertTrue(settings.changes.stream().noneMatch(change -> change.contains("container")));
    }

    @Test
    void listenerThatIsConfiguredWronglyEndsTheStartWithTheCodeForThat() {
        MemorySettings settings =
                settings(Map.of(T1, new PartFailure(PartFailure.Cause.CONFIGURATION, "no folder web")));

        StartFailure failure =
                assertThrows(StartFailure.class, () -> start(settings).run(file));

        assertEquals(ExitCode.CONFIGURATION, failure.exitCode());
    }

    @Test
    void nodeGoesOnWithoutAComponentThatFails() throws StartFailure, IOException, InterruptedException {
        MemorySettings settings =
                settings(Map.of(TIME, new PartFailure(PartFailure.Cause.CONFIGURATION, "no such component")));

        start(settings).run(file);

        assertTrue(heard.lines.contains(TIME + " failed: no such component"), heard.lines::toString);
        assertTrue(heard.lines.contains(T1 + " started"), heard.lines::toString);
    }

    @Test
    void nodeGoesOnWithoutAPartThatNobodyRuns() throws StartFailure, IOException, InterruptedException {
        MemorySettings settings = new MemorySettings(parts, pid -> pid.equals(T1) ? FakePart.running(pid) : null);

        start(settings).run(file);

        assertEquals(List.of(T1 + " started"), heard.lines);
    }

    @Test
    void nothingStartsInANodeThatStops() throws StartFailure, IOException, InterruptedException {
        MemorySettings settings = settings(Map.of());

        new Start(settings, parts, FakeRouter::new, () -> true, Duration.ofSeconds(20)).run(file);

        assertEquals(List.of(), settings.changes);
    }
}
