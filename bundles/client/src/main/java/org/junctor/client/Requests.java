package org.junctor.client;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import org.junctor.api.client.ClientSession.Invoked;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Error;
import org.junctor.api.message.Message;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Result;

/**
 * The requests of a session that wait for their answers. Outcomes are completed in the order in which the answers came, by one thread
 * at a time that is not the one of the handlers: so a handler may wait for an answer.
 */
final class Requests {
    private final Outbox outbox;
    private final Arguments arguments;
    private final Executor replies;
    private final HandlerQueue handlers;
    private final Map<Long, Pending<?, ?>> pending = new ConcurrentHashMap<>();

    Requests(Outbox outbox, Arguments arguments, Executor replies, HandlerQueue handlers) {
        this.outbox = outbox;
        this.arguments = arguments;
        this.replies = replies;
        this.handlers = handlers;
    }

    /** Sends a request; its outcome is {@link Pending#future}, failed at once if it cannot be sent. */
    <M extends Message, T> CompletableFuture<T> send(Pending<M, T> request, LongFunction<Message> message) {
        try {
            outbox.request(message, id -> pending.put(id, request));
        } catch (IOException | WampException e) {
            request.future().completeExceptionally(e);
        }
        return request.future();
    }

    /** Whether the request is still unanswered. */
    boolean waits(long id) {
        return pending.containsKey(id);
    }

    /** An answer came. One to a request that is not known belongs to nobody, and is dropped. */
    void answer(long id, Message message) throws ProtocolViolation {
        Pending<?, ?> request = pending.get(id);
        if (request != null) {
            accept(id, request, message);
        }
    }

    private <M extends Message, T> void accept(long id, Pending<M, T> request, Message message)
            throws ProtocolViolation {
        if (!request.answer().isInstance(message)) {
            throw new ProtocolViolation("a message of type " + message.type() + " does not answer request " + id
                    + " of type " + request.type());
        }
        T outcome = request.accept().accept(request.answer().cast(message));
        pending.remove(id);
        finish(request, () -> request.future().complete(outcome));
    }

    /** RESULT came: a progressive one goes to the call's consumer, and is dropped if it has none. */
    void result(Result result) throws ProtocolViolation {
        Pending<?, ?> request = pending.get(result.request());
        if (request == null || !result.details().flag("progress", false)) {
            answer(result.request(), result);
            return;
        }
        var progress = request.progress();
        if (progress != null) {
            Invoked part = arguments.invoked(result.payload(), result.details());
            handlers.execute(result.payload().length(), () -> progress.accept(part));
        }
    }

    /** ERROR came for a request of this session. */
    void error(Error error) throws ProtocolViolation {
        Pending<?, ?> request = pending.get(error.request());
        if (request == null) {
            return;
        }
        if (request.type() != error.requestType()) {
            throw new ProtocolViolation("an ERROR for type " + error.requestType() + " does not answer request "
                    + error.request() + " of type " + request.type());
        }
        Invoked said = arguments.invoked(error.payload(), error.details());
        pending.remove(error.request());
        fail(request, new WampException(error.error(), said.arguments(), said.keywords()));
    }

    /** The session is over: fails all that wait. */
    void end(String reason) {
        for (Pending<?, ?> request : List.copyOf(pending.values())) {
            fail(request, new IOException(reason));
        }
        pending.clear();
    }

    private void fail(Pending<?, ?> request, Exception failure) {
        finish(request, () -> request.future().completeExceptionally(failure));
    }

    private void finish(Pending<?, ?> request, Runnable completion) {
        if (request.progress() == null) {
            replies.execute(completion);
        } else { // behind the progressive results, which are still on their way through the handlers
            handlers.execute(0, () -> replies.execute(completion));
        }
    }
}
