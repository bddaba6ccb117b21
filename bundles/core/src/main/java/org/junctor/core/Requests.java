package org.junctor.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Call;
import org.junctor.api.message.Cancel;
import org.junctor.api.message.Elements;
import org.junctor.api.message.Error;
import org.junctor.api.message.FieldReader;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Register;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Unregister;
import org.junctor.api.message.Unsubscribe;
import org.junctor.api.message.Yield;
import org.junctor.api.security.Action;
import org.junctor.api.security.Authorizer;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Disclosure;
import org.junctor.api.security.Match;
import org.junctor.api.transport.Listener.RequestIds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an open session says: checked, authorized, and handed to the broker or the dealer. */
final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final Session session;
    private final Realm realm;
    private final Context context;
    private final RequestIds policy;
    private long lastRequest;

    /** What is asked for, as an authorizer sees it. */
    private record Wish(Message message, Action action, String uri, Match match, Options options) {
        Wish keep() {
            return new Wish(Messages.keep(message), action, uri, match, options);
        }
    }

    Requests(Session session, Context context, RequestIds policy) {
        this.session = session;
        this.realm = session.realm;
        this.context = context;
        this.policy = policy;
    }

    /** Whether a message must wait while requests do; the others answer what the router asked. */
    static boolean isRequest(Message message) {
        return !(message instanceof Yield) && !(message instanceof Error);
    }

    /** Handles one message. */
    void take(Message message) throws ProtocolViolation {
        switch (message.type()) {
            case Call.TYPE -> call((Call) message);
            case Yield.TYPE -> result((Yield) message);
            case Publish.TYPE -> publish((Publish) message);
            case Error.TYPE -> error((Error) message);
            case Cancel.TYPE -> realm.invoker.cancel(session, (Cancel) message);
            case Subscribe.TYPE -> subscribe((Subscribe) message);
            case Unsubscribe.TYPE -> {
                Unsubscribe unsubscribe = (Unsubscribe) message;
                count(unsubscribe.request());
                realm.broker.unsubscribe(session, unsubscribe);
            }
            case Register.TYPE -> register((Register) message);
            case Unregister.TYPE -> {
                Unregister unregister = (Unregister) message;
                count(unregister.request());
                realm.dealer.unregister(session, unregister);
            }
            default ->
                throw new ProtocolViolation(
                        Elements.message(message.type()) + " must not be sent to a router in an open session");
        }
    }

    private void call(Call message) throws ProtocolViolation {
        count(message.request());
        OptionTypes.check(message.options(), OptionTypes.CALL);
        if (Uris.concrete(message.procedure())) {
            ask(new Wish(message, Action.CALL, message.procedure(), Match.EXACT, message.options()));
        } else {
            refuse(message, Reason.INVALID_URI, "not a URI: " + PeerLog.shown(message.procedure()));
        }
    }

    private void result(Yield message) throws ProtocolViolation {
        OptionTypes.check(message.options(), OptionTypes.YIELD);
        realm.invoker.result(session, message);
    }

    private void error(Error message) throws ProtocolViolation {
        if (message.requestType() != Invocation.TYPE) {
            throw new ProtocolViolation("ERROR of a client must answer INVOCATION (68), not " + message.requestType());
        }
        realm.invoker.error(session, message);
    }

    private void publish(Publish message) throws ProtocolViolation {
        count(message.request());
        OptionTypes.check(message.options(), OptionTypes.PUBLISH);
        if (!Uris.concrete(message.topic())) {
            refuse(message, Reason.INVALID_URI, "not a URI: " + PeerLog.shown(message.topic()));
        } else if (Uris.reserved(message.topic())) {
            refuse(message, Reason.INVALID_URI, "topics that begin with wamp. belong to the router");
        } else {
            ask(new Wish(message, Action.PUBLISH, message.topic(), Match.EXACT, message.options()));
        }
    }

    private void subscribe(Subscribe message) throws ProtocolViolation {
        count(message.request());
        OptionTypes.check(message.options(), OptionTypes.SUBSCRIBE);
        Match match = Match.of(message.options().text("match"));
        if (Uris.pattern(message.topic(), match)) {
            ask(new Wish(message, Action.SUBSCRIBE, message.topic(), match, message.options()));
        } else {
            refuse(
                    message,
                    Reason.INVALID_URI,
                    "not a URI to match " + match.text() + ": " + PeerLog.shown(message.topic()));
        }
    }

    private void register(Register message) throws ProtocolViolation {
        count(message.request());
        OptionTypes.check(message.options(), OptionTypes.REGISTER);
        Match match = Match.of(message.options().text("match"));
        if (!Uris.pattern(message.procedure(), match)) {
            refuse(
                    message,
                    Reason.INVALID_URI,
                    "not a URI to match " + match.text() + ": " + PeerLog.shown(message.procedure()));
        } else if (Uris.reserved(message.procedure())) {
            refuse(message, Reason.INVALID_URI, "procedures that begin with wamp. belong to the router");
        } else {
            ask(new Wish(message, Action.REGISTER, message.procedure(), match, message.options()));
        }
    }

    /** Checks a request id (spec: "IDs", session scope). */
    private void count(long id) throws ProtocolViolation {
        long next = lastRequest == FieldReader.MAX_ID ? 1 : lastRequest + 1;
        boolean right =
                switch (policy) {
                    case STRICT -> id == next;
                    case MONOTONIC -> id >= next;
                    case OFF -> true;
                };
        if (!right) {
            throw new ProtocolViolation("request id " + id + " out of sequence: expected " + next
                    + (policy == RequestIds.MONOTONIC ? " or more" : ""));
        }
        lastRequest = id;
    }

    /** Asks those who decide, and does what they say; false if that is still to come. */
    private boolean ask(Wish wish) throws ProtocolViolation {
        Permissions permissions = realm.permissions;
        Authorizer[] authorizers = permissions.authorizers();
        if (authorizers.length > 0) {
            return ask(wish, authorizers, 0);
        }
        if (permissions.denying()) {
            refuse(wish.message, Reason.NOT_AUTHORIZED, "there is no authorizer");
            return true;
        }
        Wish kept = wish.keep();
        hold();
        permissions.await(() -> session.link.guard(() -> release(ask(kept))));
        return false;
    }

    private boolean ask(Wish wish, Authorizer[] authorizers, int first) throws ProtocolViolation {
        for (int i = first; i < authorizers.length; i++) {
            CompletableFuture<Decision> answer = answer(authorizers[i], wish);
            if (answer == null || answer.isCompletedExceptionally()) {
                refuse(wish.message, Reason.AUTHORIZATION_FAILED, "the authorizer failed");
                return true;
            }
            if (!answer.isDone()) {
                await(wish.keep(), answer, authorizers, i + 1);
                return false;
            }
            Decision decision = answer.getNow(Decision.UNKNOWN);
            if (decision.verdict() != Decision.Verdict.UNKNOWN) {
                perform(wish.message, decision);
                return true;
            }
        }
        perform(wish.message, Decision.DENY);
        return true;
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
    private void await(Wish kept, CompletableFuture<Decision> answer, Authorizer[] authorizers, int next) {
        hold();
        AtomicBoolean answered = new AtomicBoolean();
        Timer.Timeout timeout = context.timer().after(context.limits().authTimeoutMs(), () -> {
            if (answered.compareAndSet(false, true)) {
                session.link.guard(() -> release(decided(kept, null, authorizers, next)));
            }
        });
        CompletionStage<Decision> unused = answer.whenComplete((decision, failure) -> {
            if (answered.compareAndSet(false, true)) {
                timeout.cancel();
                session.link.guard(() -> release(decided(kept, failure == null ? decision : null, authorizers, next)));
            }
        });
    }

    private boolean decided(Wish wish, @Nullable Decision decision, Authorizer[] authorizers, int next)
            throws ProtocolViolation {
        if (decision == null) {
            refuse(wish.message, Reason.AUTHORIZATION_FAILED, "the authorizer failed, or took too long");
        } else if (decision.verdict() == Decision.Verdict.UNKNOWN) {
            return ask(wish, authorizers, next);
        } else {
            perform(wish.message, decision);
        }
        return true;
    }

    private void hold() {
        session.link.inbox().hold(Inbox.AUTHORIZER, session);
    }

    private void release(boolean decided) {
        if (decided) {
            session.link.inbox().release(Inbox.AUTHORIZER, session);
        }
    }

    private void perform(Message message, Decision decision) throws ProtocolViolation {
        if (!session.open) {
            return;
        }
        if (decision.verdict() != Decision.Verdict.ALLOW) {
            refuse(message, Reason.NOT_AUTHORIZED, "role " + session.info.authrole() + " is not allowed to do this");
            return;
        }
        if (decision.disclosure() == Disclosure.NEVER && asksToBeDisclosed(message)) {
            refuse(
                    message,
                    Reason.DISCLOSE_ME_DISALLOWED,
                    "role " + session.info.authrole() + " is not to be disclosed");
            return;
        }
        switch (message.type()) {
            case Call.TYPE -> perform((Call) message, decision);
            case Publish.TYPE -> realm.broker.publish(session, (Publish) message, decision);
            case Subscribe.TYPE -> realm.broker.subscribe(session, (Subscribe) message);
            default -> realm.dealer.register(session, (Register) message);
        }
    }

    private static boolean asksToBeDisclosed(Message message) throws ProtocolViolation {
        if (message instanceof Call call) {
            return call.options().flag("disclose_me", false);
        }
        return message instanceof Publish publish && publish.options().flag("disclose_me", false);
    }

    private void perform(Call message, Decision decision) throws ProtocolViolation {
        if (realm.draining()) {
            refuse(message, Reason.UNAVAILABLE, "the router is about to stop");
        } else if (Uris.reserved(message.procedure())) {
            realm.meta.call(session, message);
        } else {
            realm.dealer.call(session, message, decision);
        }
    }

    /** Answers a request with an error; a PUBLISH only if it is to be acknowledged. */
    private void refuse(Message message, String reason, String text) throws ProtocolViolation {
        switch (message.type()) {
            case Call.TYPE -> session.error(Call.TYPE, ((Call) message).request(), reason, text);
            case Subscribe.TYPE -> session.error(Subscribe.TYPE, ((Subscribe) message).request(), reason, text);
            case Register.TYPE -> session.error(Register.TYPE, ((Register) message).request(), reason, text);
            default -> {
                Publish publish = (Publish) message;
                if (publish.options().flag("acknowledge", false)) {
                    session.error(Publish.TYPE, publish.request(), reason, text);
                }
            }
        }
    }
}
