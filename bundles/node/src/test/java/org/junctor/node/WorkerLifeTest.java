package org.junctor.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junctor.api.operation.PartFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker process. */
@Timeout(30)
final class WorkerLifeTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final FakePlatform platform = new FakePlatform();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void partsAreReportedInOneLineEach() {
        WorkerLife life = new WorkerLife(
                directory,
                platform,
                MemorySettings.starting(new Parts(new Heard())),
                InputStream.nullInputStream(),
                out);
        Parts parts = new Parts(life);
        FakePart part = FakePart.running("a~1");

        parts.added(part);
        parts.added(FakePart.failed("a~2", new PartFailure(PartFailure.Cause.CONFIGURATION, "two\nlines")));
        parts.removed(part);

        assertEquals(
                "junctor-part a~1 started a~1 started\njunctor-part a~2 failed two lines\njunctor-part a~1 stopped\n",
                printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void fileIsAppliedUntilTheParentGoes() throws Exception {
        Path file = directory.resolve("worker.json");
        Files.writeString(
                file, "{\"a~1\":{\"number\":1,\"list\":[\"x\",\"y\"],\"map\":{\"k\":true},\"nothing\":null}}");
        MemorySettings settings = MemorySettings.starting(new Parts(new Heard()));
        settings.kept.put("a~old", Map.of());
        try (PipedOutputStream parent = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(parent)) {
            new WorkerLife(file, platform, settings, in, out).begin();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!settings.kept.containsKey("a~1")) {
                assertTrue(System.nanoTime() < deadline, settings.changes::toString);
                Thread.onSpinWait();
            }
            assertTrue(platform.runs());
        }

        assertEquals(ExitCode.OK, platform.exitCode());
        assertEquals(Set.of("a~1"), settings.kept.keySet());
        Map<String, Object> properties = settings.kept.get("a~1");
        assertEquals(Set.of("number", "list", "map"), properties.keySet());
        assertArrayEquals(new String[] {"x", "y"}, (String[]) properties.get("list"));
        assertEquals("{\"k\":true}", properties.get("map"));
    }

    @Test
    void workerThatIsStoppedWhileItIsConfiguredEndsWithoutAStackTrace() throws Exception {
        Path file = directory.resolve("worker.json");
        Files.writeString(file, "{\"a~1\":{}}");
        PipedOutputStream parent = new PipedOutputStream();
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
        Settings gone = new Settings() {
            @Override
            public Map<String, Map<String, Object>> owned() {
                return Map.of();
            }

            @Override
            public void put(String pid, Map<String, Object> properties) throws IOException {
                Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> uncaught.complete(thrown));
                worker.complete(Thread.currentThread());
                parent.close();
                while (platform.runs()) {
                    Thread.onSpinWait();
                }
                throw new IllegalStateException("Configuration Admin service has been unregistered");
            }

            @Override
            public void delete(String pid) {}
        };
        try (PipedInputStream in = new PipedInputStream(parent)) {
            new WorkerLife(file, platform, gone, in, out).begin();

            worker.get(20, TimeUnit.SECONDS).join();
        }

        assertEquals(ExitCode.OK, platform.exitCode());
        assertFalse(uncaught.isDone(), uncaught::toString);
    }

    @Test
    void fileThatCannotBeUsedEndsTheWorker() throws Exception {
        Path file = directory.resolve("worker.json");
        Files.writeString(file, "{\"a~1\":3}");
        try (PipedOutputStream parent = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(parent)) {
            MemorySettings settings = MemorySettings.starting(new Parts(new Heard()));

            new WorkerLife(file, platform, settings, in, out).begin();

            assertEquals(ExitCode.CONFIGURATION, platform.exitCode());
        }
    }
}
