package org.junctor.client;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientSession.Invoked;
import org.junctor.api.client.ClientSession.StreamHandler;
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
    private static final String TIMEOUT = "wamp.error.timeout";

    private final long request;
    private final boolean progressive;
    private final Outbox outbox;
    private final BiConsumer<Answer, Long> finished;
    private @Nullable CompletionStage<? extends @Nullable Object> stage;
    private @Nullable BiConsumer<Invoked, Boolean> parts;
    private boolean done;

    /** Why the call is over before its handler is done: what its stage then fails with is no news. */
    private volatile @Nullable Exception ending;

    /** Whether parts of the call are still to come. */
    private boolean more;

    /** When the call began, or a progressive result was sent, in {@link System#nanoTime()}. */
    private long lastSign = System.nanoTime();

    Answer(long request, boolean progressive, boolean more, Outbox outbox, BiConsumer<Answer, Long> finished) {
        this.request = request;
        this.progressive = progressive;
        this.more = more;
        this.outbox = outbox;
        this.finished = finished;
    }

    /** Runs the handler. */
    void run(StreamHandler handler, Invoked first, boolean last) {
        try {
            CompletionStage<? extends @Nullable Object> running = handler.invoke(
                    consumer -> {
                        parts = consumer;
                        consumer.accept(first, last);
                    },
                    this::progress);
            stage = running;
            running.whenComplete((result, failure) -> {
                if (failure == null) {
                    result(result);
                } else {
                    Exception why = ending;
                    failure(why == null ? failure : why);
                }
            });
        } catch (WampException | RuntimeException | LinkageError e) {
            failure(e);
        }
    }

    /** Whether a part may come, which is the last one or not. */
    synchronized boolean takesMore(boolean last) {
        boolean expected = more;
        more &= !last;
        return expected;
    }

    /** A further part of the call. Runs on the thread of the handlers, as {@link #run} does. */
    void part(Invoked part, boolean last) {
        BiConsumer<Invoked, Boolean> consumer = parts;
        if (consumer == null || over()) {
            return;
        }
        try {
            consumer.accept(part, last);
        } catch (RuntimeException | LinkageError e) {
            failure(e);
        }
    }

    private synchronized boolean over() {
        return done;
    }

    /** How much of a time limit is left; not counted before the last sign of life that the caller was given. */
    synchronized long leftMs(long limitMs) {
        return limitMs - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastSign);
    }

    /** The time limit of the call is over. Runs on the thread of the handlers. */
    void expire() {
        end(new WampException(TIMEOUT, "the call took too long"));
    }

    /** The caller has cancelled, or is gone. Runs on the thread of the handlers, as {@link #run} does. */
    void cancel() {
        end(new CancellationException());
    }

    private void end(Exception why) {
        ending = why;
        CompletionStage<? extends @Nullable Object> running = stage;
        if (running != null) {
            try {
                running.toCompletableFuture().cancel(true);
            } catch (UnsupportedOperationException e) {
                LOG.debug("Invocation {} cannot be cancelled: {}", request, e.getMessage());
            }
        }
        failure(why);
    }

    private synchronized void progress(List<?> arguments) {
        lastSign = System.nanoTime();
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
        finish(error(Causes.of(failure)));
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
        finished.accept(this, request);
        send(message);
    }

    private void send(Message message) {
        try {
            outbox.send(message);
        } catch (WampException tooLarge) {
            Payload text = outbox.payload(tooLarge.arguments(), Map.of());
            done = true;
            finished.accept(this, request);
            send(new Error(Invocation.TYPE, request, Options.EMPTY, tooLarge.error(), text));
        } catch (IOException e) {
            LOG.debug("Invocation {} has no answer: {}", request, e.getMessage());
        }
    }
}
