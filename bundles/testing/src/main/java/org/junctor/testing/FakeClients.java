package org.junctor.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientConfig;
import org.junctor.api.client.ClientFactory;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.KeptSession;
import org.junctor.api.client.Reconnect;

/** Opens sessions when the test says so, for tests of components without a router. For one thread. */
public final class FakeClients implements ClientFactory {
    private final List<ClientConfig> configs = new ArrayList<>();
    private final Deque<CompletableFuture<ClientSession>> opening = new ArrayDeque<>();
    private final List<Kept> kept = new ArrayList<>();

    /** What sessions were asked for with, in order. */
    public List<ClientConfig> configs() {
        return configs;
    }

    /** The session that was asked for first, and is not open yet, is this one. */
    public FakeSession accept(FakeSession session) {
        opening.remove().complete(session);
        return session;
    }

    /** The same with a session whose id says how many were asked for. */
    public FakeSession accept() {
        return accept(new FakeSession(configs.size()));
    }

    /** That one cannot be opened. */
    public void refuse(Throwable reason) {
        opening.remove().completeExceptionally(reason);
    }

    /** The client that was kept last has this session now, and has joined. */
    public FakeSession join(FakeSession session) {
        kept.get(kept.size() - 1).join(session);
        return session;
    }

    /** The client that was kept last does not try again. */
    public void giveUp() {
        kept.get(kept.size() - 1).ended.completeExceptionally(new IllegalStateException("no such realm"));
    }

    /** Where clients that were kept have left, in order. */
    public List<String> left() {
        return kept.stream()
                .filter(each -> each.left)
                .map(each -> each.config.url().toString())
                .toList();
    }

    @Override
    public CompletionStage<ClientSession> open(ClientConfig config) {
        configs.add(config);
        CompletableFuture<ClientSession> session = new CompletableFuture<>();
        opening.add(session);
        return session;
    }

    @Override
    public KeptSession keep(
            ClientConfig config, Reconnect reconnect, Function<ClientSession, CompletionStage<?>> joined) {
        configs.add(config);
        Kept next = new Kept(config, joined);
        kept.add(next);
        return next;
    }

    private static final class Kept implements KeptSession {
        private final ClientConfig config;
        private final Function<ClientSession, CompletionStage<?>> joined;
        private final CompletableFuture<String> ended = new CompletableFuture<>();
        private final Set<CompletableFuture<ClientSession>> waiting = new HashSet<>();
        private @Nullable ClientSession open;
        private boolean left;

        Kept(ClientConfig config, Function<ClientSession, CompletionStage<?>> joined) {
            this.config = config;
            this.joined = joined;
        }

        private void join(ClientSession session) {
            joined.apply(session).toCompletableFuture().join();
            open = session;
            session.closed().thenAccept(reason -> open = open == session ? null : open);
            List.copyOf(waiting).forEach(wanted -> wanted.complete(session));
            waiting.clear();
        }

        @Override
        public Optional<ClientSession> session() {
            return Optional.ofNullable(open);
        }

        @Override
        public CompletionStage<ClientSession> session(long timeoutMs) {
            CompletableFuture<ClientSession> wanted = new CompletableFuture<>();
            if (open == null) {
                waiting.add(wanted);
            } else {
                wanted.complete(open);
            }
            return wanted.orTimeout(timeoutMs, TimeUnit.MILLISECONDS);
        }

        @Override
        public String problem() {
            return "there is no router";
        }

        @Override
        public CompletionStage<String> ended() {
            return ended;
        }

        @Override
        public CompletionStage<Void> leave(String reason) {
            left = true;
            ended.complete(reason);
            return CompletableFuture.completedFuture(null);
        }
    }
}
