package org.junctor.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.security.Action;
import org.junctor.api.security.Authorizer;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Match;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks those who decide about the requests of a session, one after the other; the session's other requests wait meanwhile. */
final class Consent {
    private static final Logger LOG = LoggerFactory.getLogger(Consent.class);

    private final Session session;
    private final Context context;
    private final Requests requests;

    /** What is counted for the request that waits. */
    private int heldBytes;

    /** What is asked for, as an authorizer sees it. */
    record Wish(Message message, Action action, String uri, Match match, Options options) {
        private Wish keep() {
            return new Wish(Messages.keep(message), action, uri, match, options);
        }
    }

    Consent(Session session, Context context, Requests requests) {
        this.session = session;
        this.context = context;
        this.requests = requests;
    }

    /** Asks, and has done what they say; false if that is still to come. */
    boolean ask(Wish wish) throws ProtocolViolation {
        return ask(wish, session.realm.permissions.panel(), 0);
    }

    private boolean ask(Wish wish, Permissions.Panel panel, int first) throws ProtocolViolation {
        for (int i = first; i < panel.size(); i++) {
            CompletableFuture<Decision> answer = answer(panel.member(i), wish);
            if (answer != null && !answer.isDone()) {
                if (!hold(wish)) {
                    return true;
                }
                await(wish.keep(), answer, panel, i + 1);
                return false;
            }
            Decision decision =
                    answer == null || answer.isCompletedExceptionally() ? null : answer.getNow(Decision.UNKNOWN);
            if (decision == null) {
                requests.refuse(wish.message, Reason.AUTHORIZATION_FAILED, "the authorizer failed");
                return true;
            }
            if (decision.verdict() != Decision.Verdict.UNKNOWN) {
                perform(wish, decision, panel);
                return true;
            }
        }
        return unknown(wish, panel);
    }

    /** Nobody knows, but perhaps somebody does who is away at the moment. */
    private boolean unknown(Wish wish, Permissions.Panel panel) throws ProtocolViolation {
        Permissions permissions = session.realm.permissions;
        if (!permissions.undecided(panel)) {
            requests.perform(wish.message, Decision.DENY);
            return true;
        }
        if (!hold(wish)) {
            return true;
        }
        Wish kept = wish.keep();
        permissions.await(() -> session.link.guard(() -> release(ask(kept))));
        return false;
    }

    private void perform(Wish wish, Decision decision, Permissions.Panel panel) throws ProtocolViolation {
        requests.perform(wish.message, decision);
        boolean lasting = wish.action == Action.SUBSCRIBE || wish.action == Action.REGISTER;
        if (lasting && session.realm.permissions.panel() != panel) {
            session.realm.revision.begin(); // decided by the old rules, and perhaps too late to be looked at by the new
        }
    }

    @SuppressWarnings("IllegalCatch") // a plug-in's bug must deny, not end the session
    private @Nullable CompletableFuture<Decision> answer(Authorizer authorizer, Wish wish) {
        try {
            return authorizer
                    .decide(session.info, wish.action, wish.uri, wish.match, wish.options)
                    .toCompletableFuture();
        } catch (RuntimeException e) {
            LOG.error("Authorizer {} failed for session {}", authorizer, session, e);
            return null;
        }
    }

    /** Lets the session's requests wait until an answer is there, or fails the one that it is for. */
    private void await(Wish kept, CompletableFuture<Decision> answer, Permissions.Panel panel, int next) {
        AtomicBoolean answered = new AtomicBoolean();
        Timer.Timeout timeout = context.timer().after(context.limits().authTimeoutMs(), () -> {
            if (answered.compareAndSet(false, true)) {
                session.link.guard(() -> release(decided(kept, null, panel, next)));
            }
        });
        CompletionStage<Decision> unused = answer.whenComplete((decision, failure) -> {
            if (answered.compareAndSet(false, true)) {
                timeout.cancel();
                session.link.guard(() -> release(decided(kept, failure == null ? decision : null, panel, next)));
            }
        });
    }

    private boolean decided(Wish wish, @Nullable Decision decision, Permissions.Panel panel, int next)
            throws ProtocolViolation {
        if (decision == null) {
            requests.refuse(wish.message, Reason.AUTHORIZATION_FAILED, "the authorizer failed, or took too long");
        } else if (decision.verdict() == Decision.Verdict.UNKNOWN) {
            return ask(wish, panel, next);
        } else {
            perform(wish, decision, panel);
        }
        return true;
    }

    /** Lets the session's requests wait behind this one; false if too much waits in the router already, and it is refused. */
    private boolean hold(Wish wish) throws ProtocolViolation {
        if (heldBytes == 0) { // else it has waited for another authorizer before
            int size = Messages.size(wish.message) + Outbox.ENTRY_BYTES;
            if (!context.waiting().take(size)) {
                context.counters().quotasExceeded.increment();
                requests.refuse(wish.message, Reason.QUOTA_EXCEEDED, "too many requests wait for an authorizer");
                return false;
            }
            heldBytes = size;
        }
        session.link.inbox().hold(Inbox.AUTHORIZER, session);
        return true;
    }

    private void release(boolean decided) {
        if (decided) {
            context.waiting().give(heldBytes);
            heldBytes = 0; // before others of its requests may take their turn
            session.link.inbox().release(Inbox.AUTHORIZER, session);
        }
    }
}
