package org.junctor.authz.dynamic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Options;
import org.junctor.api.security.Decision;
import org.junctor.api.security.SessionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An authorizer: asked over WAMP, unless its answer is known. */
final class Procedure {
    private static final Logger LOG = LoggerFactory.getLogger(Procedure.class);
    private static final long COMPLAINT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Delegation settings;
    private final Line line;
    private final Cache cache;
    private final LongSupplier nanoTime;
    private final AtomicLong nextComplaint;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @param line the session by which it is called */
    Procedure(Delegation settings, Line line, LongSupplier nanoTime) {
        this.settings = settings;
        this.line = line;
        this.nanoTime = nanoTime;
        cache = new Cache(settings, nanoTime);
        nextComplaint = new AtomicLong(nanoTime.getAsLong());
    }

    String uri() {
        return settings.procedure();
    }

    /** What was answered before does not count any more. */
    void flush() {
        cache.flush();
    }

    /** What it answers; fails if it does not come, takes too long, or makes no sense. */
    CompletionStage<Decision> decide(SessionInfo session, Cache.Key key, Options options) {
        CompletionStage<Decision> known = cache.find(key);
        return known == null ? ask(session, key, options) : known;
    }

    private CompletionStage<Decision> ask(SessionInfo session, Cache.Key key, Options options) {
        long asked = cache.generation();
        List<Object> arguments =
                List.of(dict(session), key.uri(), key.action().name().toLowerCase(Locale.ROOT), options.entries());
        CompletableFuture<ClientSession.Invoked> called = line.session(settings.timeoutMs())
                .thenCompose(own -> own.call(
                        settings.procedure(), arguments, Map.of(), Options.of("timeout", settings.timeoutMs()), null))
                .toCompletableFuture();
        CompletableFuture<Decision> decided = called.thenApply(result -> read(result, key, asked))
                .orTimeout(settings.timeoutMs(), TimeUnit.MILLISECONDS);
        return decided.whenComplete((decision, failure) -> {
            if (failure != null) {
                complain(cause(failure));
            }
        });
    }

    private Decision read(ClientSession.Invoked result, Cache.Key key, long asked) {
        try {
            Answer answer = Answer.of(result, settings.trustlevel());
            if (answer.cache()) {
                cache.keep(key, answer.decision(), asked);
            }
            if (answer.ignored() && warned.compareAndSet(false, true)) {
                LOG.warn("Authorizer {}: 'validate' in its answers is ignored, payloads are not validated", uri());
            }
            return answer.decision();
        } catch (Answer.Nonsense e) {
            throw new CompletionException(e);
        }
    }

    /** The session as Crossbar shows it to authorizers: no secrets, no cookies, no HTTP headers. */
    private static Map<String, Object> dict(SessionInfo session) {
        Map<String, Object> dict = new LinkedHashMap<>();
        dict.put("session", session.id());
        dict.put("realm", session.realm());
        dict.put("authid", session.authid());
        dict.put("authrole", session.authrole());
        dict.put("authmethod", session.authmethod());
        dict.put("authprovider", session.authprovider());
        dict.put("authextra", session.authextra().entries()); // of WELCOME; HELLO's may have secrets
        dict.put(
                "transport",
                Map.of(
                        "type",
                        session.peer().transport(),
                        "peer",
                        session.peer().address()));
        return dict;
    }

    private void complain(Throwable failure) {
        long now = nanoTime.getAsLong();
        long next = nextComplaint.get();
        if (now - next >= 0 && nextComplaint.compareAndSet(next, now + COMPLAINT_NANOS)) {
            LOG.warn("Authorizer {} failed, so that what it was asked for is denied: {}", uri(), text(failure));
        }
    }

    /** Without what a procedure may have put into the arguments of its error. */
    private String text(Throwable failure) {
        if (failure instanceof WampException error) {
            return error.error();
        }
        return failure instanceof TimeoutException
                ? "no answer in " + settings.timeoutMs() + " ms"
                : String.valueOf(failure.getMessage());
    }

    private static Throwable cause(Throwable failure) {
        @Nullable Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        return cause == null ? failure : cause;
    }
}
