package org.junctor.host.osgi;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junctor.api.client.ClientConfig;
import org.junctor.api.client.ClientFactory;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.KeptSession;
import org.junctor.api.client.Reconnect;

/** Opens sessions when the test says so. */
final class FakeClients implements ClientFactory {
    final List<ClientConfig> asked = new ArrayList<>();

    /** The procedure that the router refuses. */
    String refused = "";

    private final Deque<CompletableFuture<ClientSession>> pending = new ArrayDeque<>();

    @Override
    public CompletionStage<ClientSession> open(ClientConfig config) {
        asked.add(config);
        CompletableFuture<ClientSession> opening = new CompletableFuture<>();
        pending.add(opening);
        return opening;
    }

    @Override
    public KeptSession keep(
            ClientConfig config, Reconnect reconnect, Function<ClientSession, CompletionStage<?>> joined) {
        throw new UnsupportedOperationException();
    }

    FakeSession accept() {
        FakeSession session = new FakeSession(asked.size(), refused);
        pending.remove().complete(session);
        return session;
    }

    void refuse(Throwable reason) {
        pending.remove().completeExceptionally(reason);
    }
}
