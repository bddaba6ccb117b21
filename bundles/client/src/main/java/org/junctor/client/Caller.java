package org.junctor.client;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientSession.CallStream;
import org.junctor.api.client.ClientSession.Invoked;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Call;
import org.junctor.api.message.Cancel;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Published;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls and publications of a session. */
final class Caller {
    private static final Logger LOG = LoggerFactory.getLogger(Caller.class);
    private static final Options KILL_NO_WAIT = Options.of("mode", "killnowait");

    private final Outbox outbox;
    private final Requests requests;
    private final Arguments arguments;
    private volatile boolean cancelling;
    private volatile boolean streaming;

    Caller(Outbox outbox, Requests requests, Arguments arguments) {
        this.outbox = outbox;
        this.requests = requests;
        this.arguments = arguments;
    }

    /** Learns from the dealer's features whether it takes CANCEL, and calls in parts. */
    void learn(Options dealer) throws ProtocolViolation {
        cancelling = dealer.flag("call_canceling", false);
        streaming = dealer.flag("progressive_call_invocations", false);
    }

    CompletableFuture<Invoked> call(
            String procedure,
            List<?> positional,
            Map<String, ?> keywords,
            Options options,
            @Nullable Consumer<Invoked> progress) {
        Payload payload = outbox.payload(positional, keywords);
        Options sent = sent(options, progress);
        AtomicLong number = new AtomicLong();
        return requests.send(request(number, progress), id -> {
            number.set(id);
            return new Call(id, sent, procedure, payload);
        });
    }

    CallStream stream(String procedure, Options options, @Nullable Consumer<Invoked> progress) {
        AtomicLong number = new AtomicLong();
        Pending<Result, Invoked> request = request(number, progress);
        if (!streaming) {
            request.future()
                    .completeExceptionally(new WampException(
                            Reason.FEATURE_NOT_SUPPORTED, "the router does not take the arguments of a call in parts"));
        }
        return new PartedCall(outbox, requests, procedure, sent(options, progress), request, number);
    }

    private static Options sent(Options options, @Nullable Consumer<Invoked> progress) {
        return progress == null ? options : options.with("receive_progress", true);
    }

    private Pending<Result, Invoked> request(AtomicLong number, @Nullable Consumer<Invoked> progress) {
        return new Pending<>(
                Call.TYPE,
                Result.class,
                result -> arguments.invoked(result.payload(), result.details()),
                progress,
                new CallFuture(() -> cancel(number.get())));
    }

    /** Sends CANCEL if the call was completed by someone else than its answer: cancelled, or timed out. */
    private void cancel(long id) {
        if (!cancelling || !requests.waits(id)) {
            return;
        }
        try {
            outbox.send(new Cancel(id, KILL_NO_WAIT));
        } catch (IOException | WampException e) {
            LOG.debug("Call {} cannot be cancelled: {}", id, e.getMessage());
        }
    }

    CompletionStage<Void> publish(String topic, List<?> positional, Map<String, ?> keywords, Options options) {
        Payload payload = outbox.payload(positional, keywords);
        if (Boolean.TRUE.equals(options.entries().get("acknowledge"))) {
            Pending<Published, Published> request = Pending.of(Publish.TYPE, Published.class, answer -> answer);
            return requests.send(request, id -> new Publish(id, options, topic, payload))
                    .thenRun(() -> {});
        }
        try {
            outbox.request(id -> new Publish(id, options, topic, payload), id -> {});
        } catch (IOException | WampException e) {
            return CompletableFuture.failedFuture(e);
        }
        return CompletableFuture.completedFuture(null);
    }
}
