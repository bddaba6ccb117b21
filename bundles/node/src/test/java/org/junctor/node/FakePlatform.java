package org.junctor.node;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A framework that only notes with which code it is stopped. */
final class FakePlatform implements Platform {
    private final CompletableFuture<Integer> stopped = new CompletableFuture<>();
    private final CompletableFuture<Integer> halted = new CompletableFuture<>();

    @Override
    public Fragments fragments() {
        return NodeFolder.fragments();
    }

    @Override
    public void stop(int exitCode) {
        stopped.complete(exitCode);
    }

    @Override
    public void halt(int exitCode) {
        halted.complete(exitCode);
    }

    @Override
    public String version() {
        return "0.1.0";
    }

    /** Waits for the stop, and answers its exit code. */
    int exitCode() throws InterruptedException, ExecutionException, TimeoutException {
        return stopped.get(30, TimeUnit.SECONDS);
    }

    boolean runs() {
        return !stopped.isDone() && !halted.isDone();
    }
}
