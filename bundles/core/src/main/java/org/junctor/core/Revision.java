package org.junctor.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Reason;
import org.junctor.api.security.Action;
import org.junctor.api.security.Match;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks anew at what the sessions of a realm have, after the rules have changed: what is not allowed any more is revoked. Works on the
 * threads for large messages, a part at a time, so that nobody waits long behind it.
 */
final class Revision {
    /** How many are asked for in one go. */
    static final int PART = 512;

    /** How many decisions may be open at a time. */
    static final int OPEN_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Revision.class);

    private final Realm realm;
    private final Context context;
    /** The look that is taken now; null if none is. Guarded by this. */
    private @Nullable Look now;
    /** Completes with the look after that one, which is wanted too; null if it is not. Guarded by this. */
    private @Nullable CompletableFuture<Void> next;

    Revision(Realm realm, Context context) {
        this.realm = realm;
        this.context = context;
    }

    /** The rules have changed. Called by anyone who holds no lock. */
    void begin() {
        Look look;
        synchronized (this) {
            if (now != null) {
                next = next == null ? new CompletableFuture<>() : next; // it may have passed what the change is about
                return;
            }
            look = new Look(new CompletableFuture<>());
            now = look;
        }
        look.start();
    }

    /** Completes when the rules hold that were there when this was called. */
    synchronized CompletionStage<Void> settled() {
        if (next != null) {
            return next;
        }
        return now == null ? CompletableFuture.completedFuture(null) : now.done;
    }

    private void ended(Look look) {
        Look following = null;
        synchronized (this) {
            if (next != null) {
                following = new Look(next);
                next = null;
            }
            now = following;
        }
        look.done.complete(null);
        if (following != null) {
            following.start();
        }
    }

    /** A testament, and who has left it. */
    private record Left(Session session, Testaments.Testament testament) {}

    /** A look at all subscriptions, registrations and testaments that there are when it begins. */
    private final class Look {
        private final CompletableFuture<Void> done;
        private final List<Subscriber> subscribers = new ArrayList<>();
        private final List<Callee> callees = new ArrayList<>();
        private final List<Left> testaments = new ArrayList<>();
        /** How many were asked for. Only whoever took the turn changes it. */
        private int asked;
        /** Guarded by this. */
        private int open;
        /** Whether somebody asks now, or is about to. Guarded by this. */
        private boolean turn = true;

        private int revoked;

        Look(CompletableFuture<Void> done) {
            this.done = done;
        }

        void start() {
            for (Match match : Match.values()) {
                for (Subscription subscription : realm.broker.subscriptions.all(match)) {
                    for (Subscriber[] chunk : subscription.subscribers.chunks()) {
                        subscribers.addAll(List.of(chunk));
                    }
                }
                for (Registration registration : realm.dealer.registrations(match)) {
                    callees.addAll(List.of(registration.callees()));
                }
            }
            for (Session session : realm.sessions()) {
                session.left().forEach(testament -> testaments.add(new Left(session, testament)));
            }
            if (size() == 0) {
                ended(this);
            } else {
                context.workers().execute(this::step);
            }
        }

        private int size() {
            return subscribers.size() + callees.size() + testaments.size();
        }

        /** Asks for a part; whoever completes the last of too many open decisions goes on. */
        private void step() {
            int until = Math.min(asked + PART, size());
            while (asked < until && begins()) {
                ask(asked++);
            }
            synchronized (this) {
                turn = false;
            }
            proceed();
        }

        private synchronized boolean begins() {
            if (open >= OPEN_MAX) {
                return false;
            }
            open++;
            return true;
        }

        private void proceed() {
            boolean all;
            synchronized (this) {
                all = asked == size();
                if (turn || (all ? open > 0 : open >= OPEN_MAX)) {
                    return;
                }
                turn = true; // for good, when all have been asked for
            }
            if (all) {
                report();
                ended(this);
            } else {
                context.workers().execute(this::step);
            }
        }

        private void ask(int index) {
            CompletionStage<?> unused = answer(index).whenComplete((nothing, failure) -> {
                synchronized (this) {
                    open--;
                }
                proceed();
            });
        }

        private CompletionStage<?> answer(int index) {
            if (index < subscribers.size()) {
                return ask(subscribers.get(index));
            }
            int next = index - subscribers.size();
            return next < callees.size() ? ask(callees.get(next)) : ask(testaments.get(next - callees.size()));
        }

        private CompletionStage<?> ask(Subscriber held) {
            Subscription part = held.subscription;
            return inquiry(held.session, Action.SUBSCRIBE, part.uri, part.match).whenComplete((decision, failure) -> {
                if (failure != null && realm.broker.revoke(held.session, part, reason(failure))) {
                    count();
                }
            });
        }

        private CompletionStage<?> ask(Callee held) {
            Registration part = held.registration;
            return inquiry(held.session, Action.REGISTER, part.uri, part.match).whenComplete((decision, failure) -> {
                if (failure != null && realm.dealer.revoke(held.session, part.id, reason(failure))) {
                    count();
                }
            });
        }

        private CompletionStage<?> ask(Left held) {
            Testaments kept = held.session.testaments();
            Publish message = held.testament.message();
            return new Inquiry(held.session, Action.PUBLISH, message.topic(), Match.EXACT, message.options())
                    .allowed()
                    .whenComplete((decision, failure) -> {
                        Testaments.Testament next = failure == null ? held.testament.by(decision) : null;
                        if (next != null && !next.undisclosed()) {
                            kept.replace(held.testament, next);
                        } else if (kept.remove(held.testament)) {
                            count();
                        }
                    });
        }

        private CompletionStage<?> inquiry(Session session, Action action, String uri, Match match) {
            Options options = match == Match.EXACT ? Options.EMPTY : Options.of("match", match.text());
            return new Inquiry(session, action, uri, match, options).allowed();
        }

        private synchronized void count() {
            revoked++;
            context.counters().revoked.increment();
        }

        private synchronized void report() {
            if (revoked > 0) {
                LOG.info(
                        "Realm {}: {} of {} subscriptions, registrations and testaments were revoked, which are not"
                                + " allowed any more",
                        realm.name,
                        revoked,
                        size());
            }
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof Refusal refusal ? refusal.uri : Reason.AUTHORIZATION_FAILED;
    }
}
