package org.junctor.node;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junctor.api.operation.Part;

/** A part that starts when the test says so. */
final class FakePart implements Part {
    final CompletableFuture<String> started = new CompletableFuture<>();
    volatile boolean drained;
    private final String pid;

    FakePart(String pid) {
        this.pid = pid;
    }

    static FakePart running(String pid) {
        FakePart part = new FakePart(pid);
        part.started.complete(pid + " started");
        return part;
    }

    static FakePart failed(String pid, Throwable failure) {
        FakePart part = new FakePart(pid);
        part.started.completeExceptionally(failure);
        return part;
    }

    @Override
    public String pid() {
        return pid;
    }

    @Override
    public String kind() {
        return "part";
    }

    @Override
    public CompletionStage<String> started() {
        return started;
    }

    @Override
    public String state() {
        return started.isDone() ? "running" : "starting";
    }

    @Override
    public Map<String, Object> details() {
        return Map.of("answer", 42);
    }

    @Override
    public void drain() {
        drained = true;
    }
}
