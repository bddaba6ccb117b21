package org.junctor.auth.dynamic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientConfig;
import org.junctor.api.client.ClientFactory;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.KeptSession;
import org.junctor.api.client.Reconnect;
import org.junctor.api.message.Options;

/** A factory whose sessions give every call to the test. */
final class FakeClients implements ClientFactory {
    /** One call. */
    record Asked(String procedure, List<?> arguments, CompletableFuture<ClientSession.Invoked> answer) {}

    final List<ClientConfig> opened = new ArrayList<>();
    final List<Asked> asked = new ArrayList<>();
    private final List<Function<ClientSession, CompletionStage<?>>> joined = new ArrayList<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private @Nullable ClientSession session;

    /** The router lets the sessions in. */
    void join() {
        ClientSession open = new FakeSession();
        session = open;
        joined.forEach(told -> told.apply(open).toCompletableFuture().join());
    }

    /** They are given up. */
    void giveUp() {
        ended.complete("no such realm");
    }

    @Override
    public CompletionStage<ClientSession> open(ClientConfig config) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KeptSession keep(
            ClientConfig config, Reconnect reconnect, Function<ClientSession, CompletionStage<?>> callback) {
        opened.add(config);
        joined.add(callback);
        return new KeptSession() {
            @Override
            public Optional<ClientSession> session() {
                return Optional.ofNullable(session);
            }

            @Override
            public String problem() {
                return "the realm is not there";
            }

            @Override
            public CompletionStage<String> ended() {
                return ended;
            }

            @Override
            public CompletionStage<Void> leave(String reason) {
                ended.complete(reason);
                return CompletableFuture.completedFuture(null);
            }
        };
    }

    private final class FakeSession implements ClientSession {
        @Override
        public long id() {
            return 1;
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
            Asked call = new Asked(procedure, arguments, new CompletableFuture<>());
            asked.add(call);
            return call.answer();
        }

        @Override
        public CallStream stream(String procedure, Options options, @Nullable Consumer<Invoked> progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> publish(
                String topic, List<?> arguments, Map<String, ?> keywords, Options options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Handle> subscribe(String topic, Options options, Consumer<EventMessage> handler) {
            throw new UnsupportedOperationException();
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
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Void> leave(String reason) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
