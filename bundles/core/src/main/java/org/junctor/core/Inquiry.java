package org.junctor.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;
import org.junctor.api.security.Action;
import org.junctor.api.security.Authorizer;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Match;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a session may do something that it did not ask for in a request of its own: read the history of a topic, have a testament
 * published. Unlike a request it does not hold up what the session says next.
 */
final class Inquiry {
    private static final Logger LOG = LoggerFactory.getLogger(Inquiry.class);

    private final Context context;
    private final Session session;
    private final Action action;
    private final String uri;
    private final Match match;
    private final Options options;
    private final CompletableFuture<Decision> result = new CompletableFuture<>();

    Inquiry(Session session, Action action, String uri, Match match, Options options) {
        this.context = session.realm.context();
        this.session = session;
        this.action = action;
        this.uri = uri;
        this.match = match;
        this.options = options;
    }

    /** What an authorizer allows; fails with a {@link Refusal} where none does. */
    CompletionStage<Decision> allowed() {
        begin();
        return result;
    }

    private void begin() {
        ask(session.realm.permissions.panel(), 0);
    }

    private void ask(Permissions.Panel panel, int next) {
        if (next == panel.size()) {
            unknown(panel);
            return;
        }
        CompletableFuture<Decision> answer = answer(panel.member(next));
        if (!answer.isDone()) {
            Timer.Timeout timeout = context.timer().after(context.limits().authTimeoutMs(), () -> answer.cancel(false));
            CompletionStage<Decision> unused = answer.whenComplete((decision, failure) -> timeout.cancel());
        }
        CompletionStage<Decision> unused = answer.whenComplete((decision, failure) -> {
            if (failure != null || decision == null) {
                refuse(Reason.AUTHORIZATION_FAILED, "the authorizer failed, or took too long");
            } else if (decision.verdict() == Decision.Verdict.UNKNOWN) {
                ask(panel, next + 1);
            } else {
                conclude(decision);
            }
        });
    }

    private void unknown(Permissions.Panel panel) {
        Permissions permissions = session.realm.permissions;
        if (permissions.undecided(panel)) {
            permissions.await(this::begin);
        } else {
            conclude(Decision.DENY);
        }
    }

    /** The answer as a future of its own, because the authorizer may keep its one for others. */
    @SuppressWarnings("IllegalCatch") // a plug-in's bug must deny
    private CompletableFuture<Decision> answer(Authorizer authorizer) {
        try {
            return authorizer
                    .decide(session.info, action, uri, match, options)
                    .thenApply(decision -> decision)
                    .toCompletableFuture();
        } catch (RuntimeException e) {
            LOG.error("Authorizer {} failed for session {}", authorizer, session, e);
            return CompletableFuture.failedFuture(e);
        }
    }

    private void conclude(Decision decision) {
        if (decision.verdict() == Decision.Verdict.ALLOW) {
            result.complete(decision);
        } else {
            refuse(Reason.NOT_AUTHORIZED, "role " + session.info.authrole() + " is not allowed to do this");
        }
    }

    private void refuse(String reason, String text) {
        result.completeExceptionally(new Refusal(reason, text));
    }
}
