package org.junctor.core;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Reason;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.Principal;
import org.junctor.api.security.PrincipalQuery;
import org.junctor.api.security.PrincipalSource;
import org.junctor.api.security.SessionInfo;
import org.junctor.api.transport.Listener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks up whether somebody who logged in once may still do so. */
final class Review {
    private static final Logger LOG = LoggerFactory.getLogger(Review.class);
    private static final CompletionStage<Boolean> YES = CompletableFuture.completedFuture(true);
    private static final CompletionStage<Boolean> NO = CompletableFuture.completedFuture(false);

    private final Entrance entrance;
    private final Counters counters;
    private final AtomicInteger begun = new AtomicInteger();

    Review(Entrance entrance, Counters counters) {
        this.entrance = entrance;
        this.counters = counters;
    }

    /** Whether settings say that sessions of principals that are gone are closed. */
    static boolean closesRemoved(@Nullable Map<String, ? extends @Nullable Object> settings) {
        return settings != null && Boolean.TRUE.equals(settings.get("close_removed"));
    }

    /** How many reviews have begun: who joins meanwhile may have been missed by one. */
    int begun() {
        return begun.get();
    }

    /** Ends the sessions of those who are gone, where the settings say so. */
    void all() {
        begun.incrementAndGet(); // before looking, so that whoever joins and is not seen knows of it
        for (Realm realm : entrance.realms()) {
            List.copyOf(realm.sessions()).forEach(this::look);
        }
    }

    /** Ends this session if it is one of those. */
    void look(Session session) {
        Listener listener = session.link.connection().listener();
        if (session.closedIfRemoved || closesRemoved(listener.auth().get(session.info.authmethod()))) {
            CompletionStage<Void> unused =
                    stands(session.info, listener, true).thenAccept(stands -> end(session, stands));
        }
    }

    private void end(Session session, boolean stands) {
        if (!stands
                && session.link.goodbye(session, Reason.KILLED, "you are not among those who may log in any more")) {
            counters.principalsClosed.increment();
            LOG.info(
                    "Session {} of {} is closed: {} was removed",
                    session.info.id(),
                    session.realm.name,
                    session.info.authid());
        }
    }

    /** Whether somebody who is remembered could log in as before; no if nobody can tell now. */
    CompletionStage<Boolean> standsAgain(SessionInfo info, Listener listener) {
        return entrance.methods().find(List.of(info.authmethod()), listener) == null
                ? NO
                : stands(info, listener, false);
    }

    /**
     * Whether the listener still offers the session's method, and its source, if that can say it, still knows who it is.
     *
     * @param otherwise the answer if the source fails
     */
    private CompletionStage<Boolean> stands(SessionInfo info, Listener listener, boolean otherwise) {
        Map<String, ? extends @Nullable Object> settings = listener.auth().get(info.authmethod());
        if (settings == null) {
            return listener.auth().isEmpty() && info.authmethod().equals("anonymous") ? YES : NO;
        }
        PrincipalSource source = entrance.methods().listed(settings);
        if (source == null) {
            return YES;
        }
        AuthRequest request = new AuthRequest(
                info.realm(), info.id(), new Hello(info.realm(), info.hello()), info.peer(), settings, source);
        PrincipalQuery query = new PrincipalQuery(
                info.authmethod(),
                info.authid(),
                Map.of(),
                principal -> principal.authid().equals(info.authid()),
                request);
        return find(source, query, info, otherwise);
    }

    @SuppressWarnings("IllegalCatch") // a plug-in's bug ends no session
    private static CompletionStage<Boolean> find(
            PrincipalSource source, PrincipalQuery query, SessionInfo info, boolean otherwise) {
        try {
            return source.find(query)
                    .thenApply(found -> found != null && isStill(found, info))
                    .exceptionally(failure -> failed(query, failure, otherwise));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(failed(query, e, otherwise));
        }
    }

    private static boolean isStill(Principal found, SessionInfo info) {
        return found.authrole().equals(info.authrole())
                && (found.realm() == null || found.realm().equals(info.realm()));
    }

    private static boolean failed(PrincipalQuery query, Throwable failure, boolean otherwise) {
        LOG.error("Nobody can tell whether {} may still log in", query, failure);
        return otherwise;
    }
}
