package org.junctor.authz.dynamic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junctor.api.client.ClientConfig;
import org.junctor.api.client.ClientFactory;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.KeptSession;
import org.junctor.api.client.Reconnect;

/** Opens no sessions by itself: the test does. */
final class FakeClients implements ClientFactory {
    final List<ClientConfig> configs = new ArrayList<>();
    final List<String> left = new ArrayList<>();
    private final List<Function<ClientSession, CompletionStage<?>>> joining = new ArrayList<>();

    /** The client that was configured last has this session now. */
    FakeSession join(FakeSession session) {
        joining.get(joining.size() - 1).apply(session).toCompletableFuture().join();
        return session;
    }

    @Override
    public CompletionStage<ClientSession> open(ClientConfig config) {
        throw new AssertionError("sessions are kept, not opened");
    }

    @Override
    public KeptSession keep(
            ClientConfig config, Reconnect reconnect, Function<ClientSession, CompletionStage<?>> joined) {
        configs.add(config);
        joining.add(joined);
        return new KeptSession() {
            @Override
            public Optional<ClientSession> session() {
                return Optional.empty();
            }

            @Override
            public String problem() {
                return "";
            }

            @Override
            public CompletionStage<String> ended() {
                return new CompletableFuture<>();
            }

            @Override
            public CompletionStage<Void> leave(String reason) {
                left.add(config.url().toString());
                return CompletableFuture.completedFuture(null);
            }
        };
    }
}
