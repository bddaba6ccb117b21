package org.junctor.host.container;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junctor.api.operation.PartFailure;

/** A process of the tests that supervises a worker, prints its process id, and is then killed. */
final class FakeRouter {
    private FakeRouter() {}

    public static void main(String[] arguments) throws PartFailure, InterruptedException {
        WorkerOptions options = WorkerOptions.of("w", Map.of());
        List<String> line = FakeWorker.command("say:up", "until-end-of-input");
        WorkerPart part = new WorkerPart("pid~w", "w");
        new Supervisor(
                        "w",
                        options,
                        new WorkerProcess.Command(line, Path.of("."), options.environment()),
                        part,
                        Map.of(),
                        text -> System.out.println(part.details().get("pid")))
                .start();
        new CountDownLatch(1).await();
    }
}
