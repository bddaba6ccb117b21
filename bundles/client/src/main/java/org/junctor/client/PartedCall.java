package org.junctor.client;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junctor.api.client.ClientSession.CallStream;
import org.junctor.api.client.ClientSession.Invoked;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Call;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Result;

/** A call whose arguments follow one another: all its CALLs have one request id (spec: "Progressive Call Invocations"). */
final class PartedCall implements CallStream {
    private static final Options MORE = Options.of("progress", true);

    private final Outbox outbox;
    private final Requests requests;
    private final String procedure;
    private final Options options;
    private final Pending<Result, Invoked> request;
    private final AtomicLong number;
    private boolean finished;

    /**
     * A call of which nothing is sent yet.
     *
     * @param number set to the request id with the first part
     */
    PartedCall(
            Outbox outbox,
            Requests requests,
            String procedure,
            Options options,
            Pending<Result, Invoked> request,
            AtomicLong number) {
        this.outbox = outbox;
        this.requests = requests;
        this.procedure = procedure;
        this.options = options;
        this.request = request;
        this.number = number;
    }

    @Override
    public synchronized void send(List<?> arguments, Map<String, ?> keywords) {
        send(arguments, keywords, false);
    }

    @Override
    public synchronized CompletableFuture<Invoked> finish(List<?> arguments, Map<String, ?> keywords) {
        send(arguments, keywords, true);
        return request.future();
    }

    private void send(List<?> arguments, Map<String, ?> keywords, boolean last) {
        if (finished) {
            throw new IllegalStateException("the last part of the call was sent");
        }
        finished = last;
        if (request.future().isDone()) {
            return; // the call is over, whatever else its caller has to say
        }
        Payload payload = outbox.payload(arguments, keywords);
        if (number.get() == 0) {
            Options first = last ? options : options.with("progress", true);
            CompletableFuture<Invoked> unused = requests.send(request, id -> {
                number.set(id);
                return new Call(id, first, procedure, payload);
            });
            return;
        }
        try {
            outbox.send(new Call(number.get(), last ? Options.EMPTY : MORE, procedure, payload));
        } catch (IOException | WampException e) {
            request.future().completeExceptionally(e);
        }
    }

    @Override
    public CompletableFuture<Invoked> result() {
        return request.future();
    }
}
