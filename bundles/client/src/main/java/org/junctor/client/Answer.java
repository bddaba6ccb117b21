package org.junctor.client;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientSession.InvocationHandler;
import org.junctor.api.client.ClientSession.Invoked;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Error;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Yield;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One invocation under way: runs its handler, and sends what comes of it, once. */
final class Answer {
    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);
    private static final String RUNTIME_ERROR = "wamp.error.runtime_error";

    private final long request;
    private final boolean progressive;
    private final Outbox outbox;
    private final Runnable finished;
    private @Nullable CompletionStage<? extends @Nullable Object> stage;
    private boolean done;

    Answer(long request, boolean progressive, Outbox outbox, Runnable finished) {
        this.request = request;
        this.progressive = progressive;
        this.outbox = outbox;
        this.finished = finished;
    }

    /** Runs the handler. */
    void run(InvocationHandler handler, Invoked call) {
        try {
            CompletionStage<? extends @Nullable Object> running = handler.invoke(call, this::progress);
            stage = running;
            running.whenComplete((result, failure) -> {
                if (failure == null) {
                    result(result);
                } else {
                    failure(failure);
                }
            });
        } catch (WampException | RuntimeException | LinkageError e) {
            failure(e);
        }
    }

    /** The caller has cancelled, or is gone. Runs on the thread of the handlers, as {@link #run} does. */
    void cancel() {
        CompletionStage<? extends @Nullable Object> running = stage;
        if (running != null) {
            try {
                running.toCompletableFuture().cancel(true);
            } catch (UnsupportedOperationException e) {
                LOG.debug("Invocation {} cannot be cancelled: {}", request, e.getMessage());
            }
        }
        failure(new CancellationException());
    }

    private synchronized void progress(List<?> arguments) {
        if (progressive && !done) {
            send(new Yield(request, Options.of("progress", true), outbox.payload(arguments, Map.of())));
        }
    }

    private void result(@Nullable Object result) {
        Payload payload;
        try {
            payload = payload(result);
        } catch (IllegalArgumentException e) {
            failure(e);
            return;
        }
        finish(new Yield(request, Options.EMPTY, payload));
    }

    private Payload payload(@Nullable Object result) {
        if (result == null) {
            return Payload.EMPTY;
        }
        if (result instanceof Invoked answer) {
            return outbox.payload(answer.arguments(), answer.keywords());
        }
        return outbox.payload(List.of(result), Map.of());
    }

    private void failure(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        finish(error(cause));
    }

    private Message error(Throwable cause) {
        if (cause instanceof CancellationException) {
            return new Error(Invocation.TYPE, request, Options.EMPTY, Reason.CANCELED, Payload.EMPTY);
        }
        if (cause instanceof WampException said) {
            try {
                Payload payload = outbox.payload(said.arguments(), said.keywords());
                return new Error(Invocation.TYPE, request, Options.EMPTY, said.error(), payload);
            } catch (IllegalArgumentException e) {
                return error(e);
            }
        }
        LOG.warn("The handler of invocation {} failed", request, cause);
        Payload text = outbox.payload(List.of(String.valueOf(cause.getMessage())), Map.of());
        return new Error(Invocation.TYPE, request, Options.EMPTY, RUNTIME_ERROR, text);
    }

    private synchronized void finish(Message message) {
        if (done) {
            return;
        }
        done = true;
        finished.run();
        send(message);
    }

    private void send(Message message) {
        try {
            outbox.send(message);
        } catch (WampException tooLarge) {
            Payload text = outbox.payload(tooLarge.arguments(), Map.of());
            done = true;
            finished.run();
            send(new Error(Invocation.TYPE, request, Options.EMPTY, tooLarge.error(), text));
        } catch (IOException e) {
            LOG.debug("Invocation {} has no answer: {}", request, e.getMessage());
        }
    }
}
