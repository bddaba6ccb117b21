package org.junctor.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Options;

/** A client's session without a router: it keeps what is registered, subscribed and called, and the test is the other side. */
public final class FakeSession implements ClientSession {
    private final long id;
    private final List<Called> calls = new ArrayList<>();
    private final Map<String, Object> answers = new HashMap<>();
    private final Map<String, InvocationHandler> procedures = new HashMap<>();
    private final Map<String, Consumer<EventMessage>> topics = new HashMap<>();
    private final Map<String, Options> options = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final List<String> left = new ArrayList<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private @Nullable Object answer;

    /** A session with this id. */
    public FakeSession(long id) {
        this.id = id;
    }

    /** A call of the session, with the answer that it waits for. */
    public record Called(String procedure, List<?> arguments, Options options, CompletableFuture<Invoked> answer) {
        /** Answers it: by a failure, a whole result, or the only argument of one. */
        public void answer(Object value) {
            if (value instanceof Throwable failure) {
                answer.completeExceptionally(failure);
            } else {
                answer.complete(
                        value instanceof Invoked whole ? whole : new Invoked(List.of(value), Map.of(), Options.EMPTY));
            }
        }
    }

    /** From now on calls are answered so, as {@link Called#answer} does; they wait if it is null. */
    public FakeSession answering(@Nullable Object value) {
        answer = value;
        return this;
    }

    /** From now on calls of this procedure are answered so, whatever others are. */
    public FakeSession answering(String procedure, Object value) {
        answers.put(procedure, value);
        return this;
    }

    /** Nobody can register this procedure. */
    public FakeSession refusing(String procedure) {
        refused.add(procedure);
        return this;
    }

    /** What was called, but for procedures with an answer of their own. */
    public List<Called> calls() {
        return calls;
    }

    /** The call that came last. */
    public Called lastCall() {
        return calls.get(calls.size() - 1);
    }

    /** What is registered. */
    public Map<String, InvocationHandler> procedures() {
        return procedures;
    }

    /** What is subscribed. */
    public Set<String> topics() {
        return topics.keySet();
    }

    /** With which options something was registered or subscribed. */
    public Options options(String uri) {
        return options.getOrDefault(uri, Options.EMPTY);
    }

    /** The reasons with which it was left. */
    public List<String> left() {
        return left;
    }

    /** Ends the session as a router that goes does. */
    public void lose(String reason) {
        closed.complete(reason);
    }

    /** Calls a procedure that the session has registered. */
    public CompletableFuture<? extends @Nullable Object> invoke(String procedure, Object... arguments) {
        InvocationHandler handler = procedures.get(procedure);
        if (handler == null) {
            throw new AssertionError(procedure + " is not registered, only " + procedures.keySet());
        }
        try {
            return handler.invoke(new Invoked(List.of(arguments), Map.of(), Options.EMPTY), progress -> {})
                    .toCompletableFuture();
        } catch (WampException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Delivers an event of a topic that the session has subscribed. */
    public void publish(String topic, Object... arguments) {
        Consumer<EventMessage> handler = topics.get(topic);
        if (handler == null) {
            throw new AssertionError(topic + " is not subscribed, only " + topics.keySet());
        }
        handler.accept(new EventMessage(7, List.of(arguments), Map.of(), Options.EMPTY));
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public Options welcome() {
        return Options.EMPTY;
    }

    @Override
    public CompletionStage<Invoked> call(String procedure, List<?> arguments, Map<String, ?> keywords) {
        return call(procedure, arguments, keywords, Options.EMPTY, null);
    }

    @Override
    public CompletableFuture<Invoked> call(
            String procedure,
            List<?> arguments,
            Map<String, ?> keywords,
            Options given,
            @Nullable Consumer<Invoked> progress) {
        Called call = new Called(procedure, arguments, given, new CompletableFuture<>());
        Object own = answers.get(procedure);
        if (own == null) {
            calls.add(call);
        }
        Object value = own == null ? answer : own;
        if (value != null) {
            call.answer(value);
        }
        return call.answer();
    }

    @Override
    public CallStream stream(String procedure, Options given, @Nullable Consumer<Invoked> progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> publish(String topic, List<?> arguments, Map<String, ?> keywords, Options given) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Handle> subscribe(String topic, Options given, Consumer<EventMessage> handler) {
        topics.put(topic, handler);
        options.put(topic, given);
        return CompletableFuture.completedFuture(new OpenHandle());
    }

    @Override
    public CompletionStage<Handle> register(String procedure, Options given, InvocationHandler handler) {
        if (refused.contains(procedure)) {
            return CompletableFuture.failedFuture(
                    new WampException("wamp.error.procedure_already_exists", "another session has it"));
        }
        procedures.put(procedure, handler);
        options.put(procedure, given);
        return CompletableFuture.completedFuture(new OpenHandle());
    }

    @Override
    public CompletionStage<Handle> registerStream(String procedure, Options given, StreamHandler handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<String> closed() {
        return closed;
    }

    @Override
    public CompletionStage<Void> leave(String reason) {
        left.add(reason);
        closed.complete(reason);
        return CompletableFuture.completedFuture(null);
    }

    /** A registration or subscription that nobody ends. */
    private static final class OpenHandle implements Handle {
        @Override
        public long id() {
            return 1;
        }

        @Override
        public CompletionStage<Void> close() {
            return CompletableFuture.completedFuture(null);
        }
    }
}
