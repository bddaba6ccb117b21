package org.junctor.client;

import java.util.concurrent.CompletableFuture;
import org.junctor.api.client.ClientSession.Invoked;

/** The outcome of a call. Tells when it is completed, so that a caller who gives up (cancels, sets a time limit) is noticed. */
final class CallFuture extends CompletableFuture<Invoked> {
    private final Runnable completed;

    CallFuture(Runnable completed) {
        this.completed = completed;
    }

    @Override
    public boolean complete(Invoked value) {
        return told(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return told(super.completeExceptionally(failure));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return told(super.cancel(mayInterruptIfRunning));
    }

    private boolean told(boolean first) {
        if (first) {
            completed.run();
        }
        return first;
    }
}
