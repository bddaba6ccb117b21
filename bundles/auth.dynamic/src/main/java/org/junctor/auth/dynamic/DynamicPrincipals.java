package org.junctor.auth.dynamic;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Options;
import org.junctor.api.security.Principal;
import org.junctor.api.security.PrincipalQuery;
import org.junctor.api.security.PrincipalSource;
import org.junctor.api.security.Refused;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The source {@code dynamic}: a procedure says who may log in, by Crossbar's contract. */
@Component(property = PrincipalSource.TYPE + "=dynamic")
public final class DynamicPrincipals implements PrincipalSource {
    private static final Logger LOG = LoggerFactory.getLogger(DynamicPrincipals.class);
    private static final long TIMEOUT_MS =
            4500; // less than the router takes for the whole, so that the log can say what was late
    private static final int MOST_QUESTIONS = 1000;
    private static final long LOG_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Askers askers;
    private final long timeoutMs;
    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicLong nextLog = new AtomicLong(System.nanoTime());

    /** Asks by these. */
    @Activate
    public DynamicPrincipals(@Reference Askers askers) {
        this(askers, TIMEOUT_MS);
    }

    DynamicPrincipals(Askers askers, long timeoutMs) {
        this.askers = askers;
        this.timeoutMs = timeoutMs;
    }

    @Override
    @SuppressWarnings("NullAway") // which does not see in a class file that the type argument may be null
    public CompletionStage<@Nullable Principal> find(PrincipalQuery query) {
        try {
            Settings settings = Settings.of(query);
            Asker asker = askers.of(settings);
            if (asker == null) {
                return failed(settings.procedure(), "cannot be asked: the bundle client is not there");
            }
            if (questions.incrementAndGet() > MOST_QUESTIONS) {
                questions.decrementAndGet();
                return failed(settings.procedure(), "is not asked: " + MOST_QUESTIONS + " questions wait already");
            }
            return ask(query, settings, asker).whenComplete((answer, failure) -> questions.decrementAndGet());
        } catch (Settings.Unusable e) {
            return failed("auth." + query.method(), String.valueOf(e.getMessage()));
        }
    }

    private CompletableFuture<Principal> ask(PrincipalQuery query, Settings settings, Asker asker) {
        return asker.session(timeoutMs)
                .thenCompose(session -> call(session, query, settings))
                .thenApply(result -> Verdict.principal(result, query, settings))
                .toCompletableFuture()
                .exceptionallyCompose(failure -> explain(failure, settings, asker));
    }

    private CompletionStage<ClientSession.Invoked> call(
            ClientSession session, PrincipalQuery query, Settings settings) {
        CompletableFuture<ClientSession.Invoked> call = session.call(
                settings.procedure(), Question.arguments(query), Map.of(), Options.of("timeout", timeoutMs), null);
        return call.orTimeout(timeoutMs, TimeUnit.MILLISECONDS);
    }

    private CompletionStage<Principal> explain(Throwable failure, Settings settings, Asker asker) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof WampException error) {
            Refused refusal = Verdict.refusal(error);
            if (refusal != null) {
                return CompletableFuture.failedFuture(refusal);
            }
            CompletableFuture<Principal> failed = failed(settings.procedure(), "failed with " + error.error());
            return Verdict.thrown(error) ? CompletableFuture.failedFuture(Verdict.denial()) : failed;
        }
        if (cause instanceof TimeoutException) {
            String problem = asker.problem();
            return failed(
                    settings.procedure(),
                    "did not answer within " + timeoutMs + " ms" + (problem.isEmpty() ? "" : " (" + problem + ")"));
        }
        return failed(settings.procedure(), String.valueOf(cause.getMessage()));
    }

    /** Tells the operator at most once a second, and the client nothing. */
    private <T> CompletableFuture<T> failed(String where, String what) {
        long now = System.nanoTime();
        long next = nextLog.get();
        if (now - next >= 0 && nextLog.compareAndSet(next, now + LOG_INTERVAL_NANOS)) {
            LOG.warn("Somebody could not log in: {} {}", where, what);
        }
        return CompletableFuture.failedFuture(new Refused("wamp.error.authentication_failed", "authentication failed"));
    }
}
