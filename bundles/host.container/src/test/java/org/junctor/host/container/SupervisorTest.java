package org.junctor.host.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.Part;
import org.junctor.api.operation.PartFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs real processes; each test waits for a condition, with a limit. */
@Timeout(60)
final class SupervisorTest {
    private static final String PID = "org.junctor.host.osgi~w.c1";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<Supervisor> supervisors = new ArrayList<>();
    private final WorkerPart part = new WorkerPart("org.junctor.host.container~w", "w");
    private final ComponentPart component =
            new ComponentPart(new ComponentSpec(PID, "c1", "org.x.C", "realm1", null, Map.of(), "unix:///s"));

    @AfterEach
    void stop() {
        supervisors.forEach(Supervisor::stop);
    }

    private Supervisor supervise(Map<String, Object> keys, String... worker) throws PartFailure {
        return supervise(keys, FakeWorker.command(worker));
    }

    private Supervisor supervise(Map<String, Object> keys, List<String> line) throws PartFailure {
        Map<String, Object> all = new HashMap<>(Map.of("restart_delay_min_ms", 20, "stop_timeout_ms", 5000));
        all.putAll(keys);
        WorkerOptions options = WorkerOptions.of("w", all);
        Supervisor supervisor = new Supervisor(
                "w",
                options,
                new WorkerProcess.Command(line, Path.of("."), options.environment()),
                part,
                Map.of(PID, component),
                lines::add);
        supervisors.add(supervisor);
        supervisor.start();
        return supervisor;
    }

    private String line() throws InterruptedException {
        String line = lines.poll(20, TimeUnit.SECONDS);
        assertNotNull(line, "no line came; the worker is " + part.state() + " " + part.details());
        return line;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not come true in 20 s");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        CompletableFuture<T> future = new CompletableFuture<>();
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                future.complete(value);
            } else {
                future.completeExceptionally(failure);
            }
        });
        return future.get(20, TimeUnit.SECONDS);
    }

    private int restarts() {
        return (Integer) part.details().getOrDefault("restarts", 0);
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private long pid() {
        @Nullable Object pid = part.details().get("pid");
        return assertInstanceOf(Long.class, pid);
    }

    @Test
    void aWorkerRunsUntilItIsStopped() throws Exception {
        Supervisor supervisor = supervise(Map.of(), "say:hello", "until-end-of-input");
        assertEquals("hello", line());
        long pid = pid();
        assertEquals("worker w (container) started, pid " + pid, get(part.started()));
        assertTrue(alive(pid));

        supervisor.stop();

        assertFalse(alive(pid));
        assertEquals("stopped", part.state());
        assertEquals(0, restarts());
    }

    @Test
    void whatTheWorkerSaysOfItsComponentsIsKept() throws Exception {
        supervise(Map.of(), "say:junctor-part " + PID + " started in realm1", "until-end-of-input");

        assertEquals("component c1 (org.x.C) started in realm realm1", get(component.started()));
        assertEquals("running", component.state());
        assertTrue(lines.isEmpty());
    }

    @Test
    void aComponentThatFailsIsToldWithTheReason() throws Exception {
        supervise(Map.of(), "say:junctor-part " + PID + " failed there is no such component", "until-end-of-input");

        var failure = assertThrows(ExecutionException.class, () -> get(component.started()));
        PartFailure cause = assertInstanceOf(PartFailure.class, failure.getCause());
        assertEquals(PartFailure.Cause.CONFIGURATION, cause.kind());
        assertEquals("component c1 (org.x.C) failed: there is no such component", cause.getMessage());
        assertEquals("failed", component.state());
        assertEquals("running", part.state());
    }

    @Test
    void reportsOfPartsThatItDoesNotHaveAreOrdinaryLines() throws Exception {
        supervise(Map.of(), "say:junctor-part other started", "say:junctor-part", "until-end-of-input");

        assertEquals("junctor-part other started", line());
        assertEquals("junctor-part", line());
    }

    @Test
    void aWorkerThatIsKilledIsStartedAgain() throws Exception {
        supervise(Map.of(), "say:junctor-part " + PID + " started", "say:up", "until-end-of-input");
        line();
        long first = pid();

        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        assertEquals("up", line());

        assertNotEquals(first, pid());
        assertEquals(1, restarts());
        await(() -> component.state().equals("running"));
        assertEquals("ended with exit code 137 after 0 s", part.details().get("last.end"));
    }

    @Test
    void aCrashLoopOpensTheCircuit() throws Exception {
        supervise(Map.of("restart_failures_max", 3), "say:up", "exit:3");

        await(() -> part.state().equals("open"));

        assertEquals(3, lines.size());
        assertEquals(2, restarts());
        assertEquals("stopped", component.state());
    }

    @Test
    void anOpenCircuitIsTriedAgain() throws Exception {
        supervise(Map.of("restart_failures_max", 1, "restart_open_ms", 20), "say:up", "exit:3");

        line();
        line();
        line();

        assertTrue(restarts() >= 1);
    }

    @Test
    void aWorkerThatEndsInOrderStaysDown() throws Exception {
        supervise(Map.of(), "say:up", "exit:0");

        await(() -> part.state().equals("stopped"));

        assertEquals(1, lines.size());
        assertEquals("ended with exit code 0 after 0 s", part.details().get("last.end"));
    }

    @Test
    void aWorkerThatEndsInOrderIsStartedAgainIfThatIsAskedFor() throws Exception {
        supervise(Map.of("restart", "restart-always"), "say:up", "exit:0");

        line();
        line();

        await(() -> restarts() >= 1);
    }

    @Test
    void aWorkerIsNotStartedAgainIfThatIsAskedFor() throws Exception {
        supervise(Map.of("restart", "restart-never"), "say:up", "exit:3");

        await(() -> part.state().equals("failed"));

        assertEquals(1, lines.size());
    }

    @Test
    void aFloodWithoutLineEndsIsCut() throws Exception {
        supervise(Map.of(), "flood:5000000", "say:", "say:after", "until-end-of-input");

        String first = line();

        assertEquals(OutputLines.LINE_BYTES + 2, first.length());
        assertEquals("… " + (5000192 - OutputLines.LINE_BYTES) + " more octets of this line are left out", line());
        assertEquals("after", line());
    }

    @Test
    void aWorkerThatIgnoresItsStopIsKilled() throws Exception {
        Supervisor supervisor = supervise(Map.of("stop_timeout_ms", 100), "ignore-stop");
        assertEquals("ignoring", line());
        long pid = pid();

        supervisor.stop();

        assertFalse(alive(pid));
    }

    @Test
    void theChildrenOfAWorkerEndWithIt() throws Exception {
        Supervisor supervisor = supervise(Map.of(), "child", "until-end-of-input");
        long child = Long.parseLong(line().substring("child ".length()));
        assertTrue(alive(child));

        supervisor.stop();

        await(() -> !alive(child));
    }

    @Test
    void aStoppedComponentEndsTheWorkerIfThatIsAskedFor() throws Exception {
        supervise(
                Map.of("shutdown", "shutdown-on-any-component-failed", "restart", "restart-always"),
                "say:junctor-part " + PID + " failed of no use",
                "until-end-of-input");

        await(() -> part.state().equals("stopped"));

        assertEquals("failed", component.state());
        assertEquals(0, restarts());
    }

    @Test
    void aProgramThatIsMissingIsTold() throws Exception {
        supervise(Map.of(), List.of("/nowhere/java"));

        var failure = assertThrows(ExecutionException.class, () -> get(part.started()));
        PartFailure cause = assertInstanceOf(PartFailure.class, failure.getCause());
        assertEquals(PartFailure.Cause.INTERNAL, cause.kind());
        assertTrue(String.valueOf(cause.getMessage()).contains("/nowhere/java"));
    }

    @Test
    void aWorkerEndsWhenTheRouterIsKilled() throws Exception {
        Process router = new ProcessBuilder(FakeWorker.java("org.junctor.host.container.FakeRouter"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = router.inputReader()) {
            long worker = Long.parseLong(String.valueOf(out.readLine()));
            assertTrue(alive(worker));

            router.destroyForcibly();

            await(() -> !alive(worker));
        } finally {
            router.destroyForcibly();
        }
    }

    @Test
    void theStateIsThatOfAPart() {
        Part seen = part;

        assertEquals("worker", seen.kind());
        assertEquals("component", component.kind());
        assertEquals(PID, component.pid());
        assertEquals("realm1", component.details().get("realm"));
    }
}
