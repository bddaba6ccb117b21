package org.junctor.host.osgi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Options;

/** A session that keeps what is registered and subscribed. */
final class FakeSession implements ClientSession {
    final Map<String, InvocationHandler> procedures = new HashMap<>();
    final Map<String, Consumer<EventMessage>> topics = new HashMap<>();
    final Map<String, Options> options = new HashMap<>();
    final List<String> left = new ArrayList<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final long id;
    private final String refused;

    /** A session whose router refuses to register {@code refused}. */
    FakeSession(long id, String refused) {
        this.id = id;
        this.refused = refused;
    }

    /** Ends the session as a router that goes does. */
    void lose(String reason) {
        closed.complete(reason);
    }

    /** Calls a procedure. */
    CompletableFuture<? extends @Nullable Object> call(String procedure, Object... arguments) {
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

    /** Delivers an event. */
    void publish(String topic, Object... arguments) {
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
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Invoked> call(
            String procedure,
            List<?> arguments,
            Map<String, ?> keywords,
            Options options,
            @Nullable Consumer<Invoked> progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> publish(
            String topic, List<?> arguments, Map<String, ?> keywords, Options publishOptions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Handle> subscribe(String topic, Options given, Consumer<EventMessage> handler) {
        topics.put(topic, handler);
        options.put(topic, given);
        return CompletableFuture.completedFuture(new FakeHandle());
    }

    @Override
    public CompletionStage<Handle> register(String procedure, Options given, InvocationHandler handler) {
        if (procedure.equals(refused)) {
            return CompletableFuture.failedFuture(
                    new WampException("wamp.error.procedure_already_exists", "another session has it"));
        }
        procedures.put(procedure, handler);
        options.put(procedure, given);
        return CompletableFuture.completedFuture(new FakeHandle());
    }

    @Override
    public CallStream stream(String procedure, Options given, @Nullable Consumer<Invoked> progress) {
        throw new UnsupportedOperationException();
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
    private static final class FakeHandle implements Handle {
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
