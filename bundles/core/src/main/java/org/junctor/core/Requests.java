package org.junctor.core;

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
import org.junctor.api.security.Decision;
import org.junctor.api.security.Disclosure;
import org.junctor.api.security.Match;
import org.junctor.api.transport.Listener.RequestIds;

/** What an open session says: checked, authorized, and handed to the broker or the dealer. */
final class Requests {
    private final Session session;
    private final Realm realm;
    private final Context context;
    private final RequestIds policy;
    private final Consent consent;
    private long lastRequest;

    Requests(Session session, Context context, RequestIds policy) {
        this.session = session;
        this.realm = session.realm;
        this.context = context;
        this.policy = policy;
        this.consent = new Consent(session, context, this);
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
            case Cancel.TYPE -> realm.invoker.cancelling.cancel(session, (Cancel) message);
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
        OptionTypes.check(message.options(), OptionTypes.CALL);
        if (message.request() <= lastRequest && message.request() != next() && session.takeMore(message)) {
            return;
        }
        count(message.request());
        if (progressive(message.options()) && !session.features.has(Feature.CALLER_PROGRESSIVE_INVOCATIONS)) {
            throw new ProtocolViolation(
                    "'progress' without progressive_call_invocations as a feature of caller in HELLO");
        }
        Passthru.check(session, Feature.CALLER_PASSTHRU, message.options(), message.payload());
        if (Uris.concrete(message.procedure(), limits())) {
            consent.ask(new Consent.Wish(message, Action.CALL, message.procedure(), Match.EXACT, message.options()));
        } else {
            unfit(message, "a URI", message.procedure());
        }
    }

    private static boolean progressive(Options options) throws ProtocolViolation {
        return !options.isEmpty() && options.flag("progress", false);
    }

    private void result(Yield message) throws ProtocolViolation {
        OptionTypes.check(message.options(), OptionTypes.YIELD);
        Passthru.check(session, Feature.CALLEE_PASSTHRU, message.options(), message.payload());
        realm.invoker.answers.result(session, message);
    }

    private void error(Error message) throws ProtocolViolation {
        if (message.requestType() != Invocation.TYPE) {
            throw new ProtocolViolation("ERROR of a client must answer INVOCATION (68), not " + message.requestType());
        }
        OptionTypes.check(message.details(), OptionTypes.ERROR);
        Passthru.check(session, Feature.CALLEE_PASSTHRU, message.details(), message.payload());
        realm.invoker.answers.error(session, message);
    }

    private void publish(Publish message) throws ProtocolViolation {
        count(message.request());
        session.publishes();
        OptionTypes.check(message.options(), OptionTypes.PUBLISH);
        Passthru.check(session, Feature.PUBLISHER_PASSTHRU, message.options(), message.payload());
        if (!Uris.concrete(message.topic(), limits())) {
            unfit(message, "a URI", message.topic());
        } else if (Uris.reserved(message.topic())) {
            refuse(message, Reason.INVALID_URI, "topics that begin with wamp. or junctor. belong to the router");
        } else {
            consent.ask(new Consent.Wish(message, Action.PUBLISH, message.topic(), Match.EXACT, message.options()));
        }
    }

    private void subscribe(Subscribe message) throws ProtocolViolation {
        count(message.request());
        OptionTypes.check(message.options(), OptionTypes.SUBSCRIBE);
        Match match = Match.of(message.options().text("match"));
        if (Uris.pattern(message.topic(), match, limits())) {
            consent.ask(new Consent.Wish(message, Action.SUBSCRIBE, message.topic(), match, message.options()));
        } else {
            unfit(message, "a URI to match " + match.text(), message.topic());
        }
    }

    private void register(Register message) throws ProtocolViolation {
        count(message.request());
        OptionTypes.check(message.options(), OptionTypes.REGISTER);
        Match match = Match.of(message.options().text("match"));
        if (!Uris.pattern(message.procedure(), match, limits())) {
            unfit(message, "a URI to match " + match.text(), message.procedure());
        } else if (Uris.reserved(message.procedure())) {
            refuse(message, Reason.INVALID_URI, "procedures that begin with wamp. or junctor. belong to the router");
        } else {
            consent.ask(new Consent.Wish(message, Action.REGISTER, message.procedure(), match, message.options()));
        }
    }

    private CallLimits limits() {
        return context.limits().calls();
    }

    private void unfit(Message message, String what, String uri) throws ProtocolViolation {
        boolean small = uri.length() <= limits().uriMaxLength();
        String text = small
                ? "not " + what + " of at most " + limits().uriMaxComponents() + " components"
                        + (limits().uriStrict() ? " of a to z, 0 to 9 and _: " : ": ")
                : "longer than the " + limits().uriMaxLength() + " characters that this router takes: ";
        String shown = text + PeerLog.shown(uri);
        context.counters().urisRefused.increment();
        context.log().complain(session.link, "names what is " + shown);
        refuse(message, Reason.INVALID_URI, shown);
    }

    private long next() {
        return lastRequest == FieldReader.MAX_ID ? 1 : lastRequest + 1;
    }

    /** Checks a request id (spec: "IDs", session scope). */
    private void count(long id) throws ProtocolViolation {
        long next = next();
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
        lastRequest = policy == RequestIds.OFF ? Math.max(id, lastRequest) : id;
    }

    /** Does what was decided. */
    void perform(Message message, Decision decision) throws ProtocolViolation {
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
        } else if (!Uris.reserved(message.procedure())) {
            realm.dealer.call(session, message, decision);
        } else if (progressive(message.options()) || Passthru.used(message.options())) {
            String text = "procedures of the router take no progressive calls and no payload passthru mode";
            refuse(message, Reason.FEATURE_NOT_SUPPORTED, text);
        } else {
            realm.meta.call(session, message);
        }
    }

    /** Answers a request with an error; a PUBLISH only if it is to be acknowledged. */
    void refuse(Message message, String reason, String text) throws ProtocolViolation {
        switch (message.type()) {
            case Call.TYPE -> session.refuse((Call) message, reason, text);
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
