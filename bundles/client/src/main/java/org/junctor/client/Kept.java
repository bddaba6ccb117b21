package org.junctor.client;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientConfig;
import org.junctor.api.client.ClientFactory;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.KeptSession;
import org.junctor.api.client.Reconnect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client that connects again. Each attempt has a number; what an earlier one still brings is ignored. */
final class Kept implements KeptSession {
    private static final Logger LOG = LoggerFactory.getLogger(Kept.class);
    private static final String AGAIN = "wamp.close.normal";

    private final ClientFactory factory;
    private final ClientConfig config;
    private final Reconnect reconnect;
    private final Function<ClientSession, CompletionStage<?>> joined;
    private final Executor pool;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    /** Those who wait for a session. Guarded by this. */
    private final Set<CompletableFuture<ClientSession>> waiting = new HashSet<>();

    private long attempt;
    private int failures;
    private @Nullable ClientSession session;
    private boolean inOrder;
    private String problem = "";

    Kept(
            ClientFactory factory,
            ClientConfig config,
            Reconnect reconnect,
            Function<ClientSession, CompletionStage<?>> joined,
            Executor pool) {
        this.factory = factory;
        this.config = config;
        this.reconnect = reconnect;
        this.joined = joined;
        this.pool = pool;
    }

    /** Begins the first attempt, or the next one. */
    void connect() {
        long mine;
        synchronized (this) {
            if (ended.isDone()) {
                return;
            }
            mine = ++attempt;
        }
        CompletionStage<?> unused = factory.open(config).whenComplete((opened, failure) -> {
            if (opened == null) {
                again(mine, failure);
            } else {
                opened(mine, opened);
            }
        });
    }

    private void opened(long mine, ClientSession opened) {
        synchronized (this) {
            if (mine == attempt) {
                session = opened;
            }
        }
        if (!current(mine)) {
            opened.leave(AGAIN);
            return;
        }
        opened.closed().thenAccept(reason -> again(mine, new IllegalStateException("the session ended: " + reason)));
        CompletionStage<?> unused = join(opened).whenComplete((done, failure) -> {
            if (failure == null) {
                joined(mine);
            } else {
                again(mine, failure);
            }
        });
    }

    @SuppressWarnings("IllegalCatch") // the client's own code: what it throws is its failure to join
    private CompletionStage<?> join(ClientSession opened) {
        try {
            return joined.apply(opened);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private synchronized boolean current(long mine) {
        return mine == attempt;
    }

    private void joined(long mine) {
        ClientSession now;
        List<CompletableFuture<ClientSession>> wanted;
        synchronized (this) {
            now = session;
            if (mine != attempt || now == null) {
                return;
            }
            failures = 0;
            problem = "";
            inOrder = true;
            wanted = List.copyOf(waiting);
        }
        wanted.forEach(each -> each.complete(now));
    }

    /** Nobody needs to wait any more. */
    private void over() {
        List<CompletableFuture<ClientSession>> wanted;
        synchronized (this) {
            wanted = List.copyOf(waiting);
        }
        wanted.forEach(each -> each.completeExceptionally(none()));
    }

    private IllegalStateException none() {
        String last = problem();
        return new IllegalStateException("no session will follow" + (last.isEmpty() ? "" : ": " + last));
    }

    /** An attempt has failed, or its session is over: plans the next one. */
    private void again(long mine, Throwable failure) {
        Throwable cause = Causes.of(failure);
        ClientSession left;
        long delayMs;
        synchronized (this) {
            if (mine != attempt) {
                return;
            }
            left = forget();
            problem = cause.getMessage() == null ? cause.toString() : cause.getMessage();
            delayMs = reconnect.delayMs(++failures);
        }
        if (left != null) {
            left.leave(AGAIN);
        }
        if (delayMs < 0) {
            ended.completeExceptionally(cause);
            over();
        } else {
            LOG.debug("No session at {}: {}. Trying again in {} ms", config.url(), problem(), delayMs);
            CompletableFuture.delayedExecutor(delayMs, TimeUnit.MILLISECONDS, pool)
                    .execute(this::connect);
        }
    }

    /** Whatever comes of the present attempt is ignored from now on. */
    private @Nullable ClientSession forget() {
        attempt++;
        inOrder = false;
        ClientSession left = session;
        session = null;
        return left;
    }

    @Override
    public synchronized Optional<ClientSession> session() {
        return inOrder ? Optional.ofNullable(session) : Optional.empty();
    }

    @Override
    public CompletionStage<ClientSession> session(long timeoutMs) {
        CompletableFuture<ClientSession> wanted = new CompletableFuture<>();
        synchronized (this) {
            if (ended.isDone()) {
                return CompletableFuture.failedFuture(none());
            }
            if (inOrder && session != null) {
                return CompletableFuture.completedFuture(session);
            }
            waiting.add(wanted);
        }
        wanted.orTimeout(timeoutMs, TimeUnit.MILLISECONDS);
        return wanted.whenComplete((found, failure) -> {
            synchronized (this) {
                waiting.removeIf(other -> other == wanted);
            }
        });
    }

    @Override
    public synchronized String problem() {
        return problem;
    }

    @Override
    public CompletionStage<String> ended() {
        return ended.minimalCompletionStage();
    }

    @Override
    public CompletionStage<Void> leave(String reason) {
        ClientSession left;
        synchronized (this) {
            left = forget();
            ended.complete(reason);
        }
        over();
        return left == null ? CompletableFuture.completedFuture(null) : left.leave(reason);
    }
}
