package org.junctor.authz.dynamic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientSession;
import org.junctor.api.message.Options;

/** A session whose calls the test answers. */
final class FakeSession implements ClientSession {
    /** What was called: the arguments of each. */
    final List<List<?>> asked = new ArrayList<>();

    final List<Options> callOptions = new ArrayList<>();
    final Map<String, Consumer<EventMessage>> topics = new HashMap<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final long id;
    /** What authorizers answer; each call waits if it is null. */
    private @Nullable Object answer;

    private CompletableFuture<Invoked> last = new CompletableFuture<>();
    private @Nullable Throwable failure;

    FakeSession(long id) {
        this.id = id;
    }

    /** From now on authorizers answer so. */
    FakeSession answering(@Nullable Object value) {
        answer = value;
        failure = null;
        return this;
    }

    FakeSession failing(Throwable with) {
        failure = with;
        return this;
    }

    /** Answers the call that came last. */
    void answerLast(Object value) {
        last.complete(result(value));
    }

    void lose() {
        closed.complete("lost");
    }

    /** Delivers an event. */
    void publish(String topic, Object... arguments) {
        Consumer<EventMessage> handler = topics.get(topic);
        if (handler == null) {
            throw new AssertionError(topic + " is not subscribed, only " + topics.keySet());
        }
        handler.accept(new EventMessage(7, List.of(arguments), Map.of(), Options.EMPTY));
    }

    static Invoked result(Object value) {
        return new Invoked(List.of(value), Map.of(), Options.EMPTY);
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
        return CompletableFuture.completedFuture(result(77L));
    }

    @Override
    public CompletableFuture<Invoked> call(
            String procedure,
            List<?> arguments,
            Map<String, ?> keywords,
            Options options,
            @Nullable Consumer<Invoked> progress) {
        asked.add(arguments);
        callOptions.add(options);
        last = new CompletableFuture<>();
        if (failure != null) {
            last.completeExceptionally(failure);
        } else if (answer instanceof Invoked whole) {
            last.complete(whole);
        } else if (answer != null) {
            last.complete(result(answer));
        }
        return last;
    }

    @Override
    public CallStream stream(String procedure, Options options, @Nullable Consumer<Invoked> progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> publish(String topic, List<?> arguments, Map<String, ?> keywords, Options options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Handle> subscribe(String topic, Options options, Consumer<EventMessage> handler) {
        topics.put(topic, handler);
        return CompletableFuture.completedFuture(new Handle() {
            @Override
            public long id() {
                return topics.size();
            }

            @Override
            public CompletionStage<Void> close() {
                return CompletableFuture.completedFuture(null);
            }
        });
    }

    @Override
    public CompletionStage<Handle> register(String procedure, Options options, InvocationHandler handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Handle> registerStream(String procedure, Options options, StreamHandler handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<String> closed() {
        return closed;
    }

    @Override
    public CompletionStage<Void> leave(String reason) {
        return CompletableFuture.completedFuture(null);
    }
}
