package org.junctor.host.container;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junctor.api.operation.Part;
import org.junctor.api.operation.PartFailure;

/** A worker as an operator sees it. */
final class WorkerPart implements Part {
    private final String pid;
    private final String id;
    private final CompletableFuture<String> started = new CompletableFuture<>();
    private volatile String state = "starting";
    private volatile long process;
    private volatile int restarts;
    private volatile String lastEnd = "";

    WorkerPart(String pid, String id) {
        this.pid = pid;
        this.id = id;
    }

    @Override
    public String pid() {
        return pid;
    }

    @Override
    public String kind() {
        return "worker";
    }

    @Override
    public CompletionStage<String> started() {
        return started.minimalCompletionStage();
    }

    @Override
    public String state() {
        return state;
    }

    @Override
    public Map<String, Object> details() {
        Map<String, Object> details = new TreeMap<>();
        details.put("restarts", restarts);
        if (process > 0) {
            details.put("pid", process);
        }
        if (!lastEnd.isEmpty()) {
            details.put("last.end", lastEnd);
        }
        return details;
    }

    /** A process runs. */
    void running(long processId, int restartsSoFar) {
        process = processId;
        restarts = restartsSoFar;
        state = "running";
        started.complete("worker %s (container) started, pid %d".formatted(id, processId));
    }

    /** It cannot run at all. */
    void failed(PartFailure failure) {
        state = "failed";
        started.completeExceptionally(failure);
    }

    /** The process has ended. */
    void ended(String next, String how) {
        process = 0;
        lastEnd = how;
        state = next;
    }
}
