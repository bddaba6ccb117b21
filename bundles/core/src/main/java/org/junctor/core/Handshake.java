package org.junctor.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.Authenticator;
import org.junctor.api.security.Refused;
import org.junctor.api.security.SessionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From HELLO to WELCOME or ABORT: finds the realm and the authentication method, and lets the method do its work. Fails closed. */
final class Handshake {
    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);
    private static final String ANONYMOUS = "anonymous";
    /** No client has more; the rest of a longer list is not looked at. */
    private static final int MOST_METHODS = 32;

    private final Link link;
    private final Hello hello;
    private final Context context;
    private final Entrance entrance;
    private final Timer.Timeout timeout;
    private final long sessionId;

    private Features features = Features.NONE;
    private List<String> methods = List.of();
    private @Nullable String authid;
    private boolean delayed;
    private @Nullable Realm realm;
    private Methods.@Nullable Method method;
    /** How many reviews of those who may log in had begun when the method was asked. */
    private int reviews;
    /** Takes the next AUTHENTICATE. Guarded by this. */
    private AuthResult.@Nullable Step step;

    Handshake(Link link, Hello hello, Context context, Entrance entrance) {
        this.link = link;
        this.hello = hello;
        this.context = context;
        this.entrance = entrance;
        sessionId = entrance.newSessionId();
        timeout = context.timer().after(context.limits().authTimeoutMs(), this::expire);
    }

    private void expire() {
        if (refuse(Reason.AUTHENTICATION_FAILED, "authentication took too long")) {
            context.counters().loginsLate.increment();
        }
    }

    /** Checks HELLO, and goes on if it is in order. */
    void begin() throws ProtocolViolation {
        features = Features.of(hello.details());
        List<String> offered = hello.details().texts("authmethods");
        methods = offered == null || offered.isEmpty() ? List.of(ANONYMOUS) : offered;
        methods = methods.subList(0, Math.min(MOST_METHODS, methods.size()));
        checkTypes();
        if (!Uris.concrete(hello.realm())) {
            refuse(Reason.INVALID_URI, "not a URI: " + PeerLog.shown(hello.realm()));
        } else {
            tryOn();
        }
    }

    private void checkTypes() throws ProtocolViolation {
        authid = hello.details().text("authid");
        Options extra = hello.details().dict("authextra");
        LOG.debug("{} says HELLO{} with {} extras", link, as(), extra.keys().size());
    }

    /** Goes on with the realms and methods that are there now; waits if more of them may come. */
    void tryOn() {
        boolean mayWait = entrance.await(this); // before looking, so that nothing that comes meanwhile is missed
        Realm found = entrance.realm(hello.realm());
        Methods.Method chosen =
                entrance.methods().find(methods, link.connection().listener());
        boolean complete = found != null && chosen != null;
        if (mayWait && ((!complete && !entrance.closing()) || !entrance.forget(this))) {
            return; // it waits, or another thread tries already
        }
        if (entrance.closing()) {
            refuse(Reason.SYSTEM_SHUTDOWN, "the router is about to stop");
        } else if (context.capacity().critical()) {
            turnAway(Reason.UNAVAILABLE, "the router has no memory for another session now: try again later");
        } else if (found == null) {
            refuse(Reason.NO_SUCH_REALM, "there is no realm " + PeerLog.shown(hello.realm()));
        } else if (chosen == null) {
            context.counters().loginsWithoutMethod.increment();
            refuse(
                    Reason.NO_MATCHING_AUTH_METHOD,
                    "none of these authentication methods is offered here: " + PeerLog.shown(methods.toString()));
        } else {
            realm = found;
            method = chosen;
            open(found, chosen);
        }
    }

    /** Asks the method, unless somebody guesses at secrets here. */
    private void open(Realm found, Methods.Method chosen) {
        FailedLogins failures = entrance.failedLogins();
        boolean guessable = !chosen.name().equals(ANONYMOUS);
        if (guessable && failures.shut(link.connection().peer())) {
            refuse(
                    Reason.AUTHENTICATION_DENIED,
                    "too many log-ins from this address have failed: try again in a minute");
            return;
        }
        String name = guessed();
        long delayMs = name == null || delayed || !guessable ? 0 : failures.delayMs(found.name, name);
        if (delayMs == 0) {
            begin(found, chosen);
        } else {
            delayed = true;
            context.timer().after(delayMs, () -> link.guard(() -> begin(found, chosen)));
        }
    }

    private void begin(Realm found, Methods.Method chosen) {
        if (link.handshake() == this) {
            AuthRequest request = new AuthRequest(
                    found.name, sessionId, hello, link.connection().peer(), chosen.config(), chosen.principals());
            reviews = entrance.review().begun();
            ask(() -> chosen.authenticator().begin(request));
        }
    }

    /** The name that somebody may guess the secret of; null if there is none. */
    private @Nullable String guessed() {
        String name = authid;
        return name == null || name.length() > Authids.LONGEST ? null : Authids.comparable(name);
    }

    /** A message of the client; false if it must not come now. */
    boolean take(Message message) {
        AuthResult.Step next;
        synchronized (this) {
            next = step;
            step = null;
        }
        if (next == null || !(message instanceof Authenticate answer)) {
            return false;
        }
        ask(() -> next.answer(answer));
        return true;
    }

    /** An authenticator goes: if it is this handshake's, the client is refused. */
    void gone(Authenticator authenticator) {
        Methods.Method now = method;
        if (now != null && now.authenticator() == authenticator) {
            refuse(Reason.AUTHENTICATION_FAILED, "the authentication method " + now.name() + " was removed");
        }
    }

    /** Nothing more comes of it. */
    void end() {
        timeout.cancel();
        entrance.forget(this);
        entrance.forget(sessionId);
    }

    @SuppressWarnings("IllegalCatch") // a plug-in's bug must refuse the client
    private void ask(Supplier<CompletionStage<AuthResult>> question) {
        try {
            CompletionStage<AuthResult> unused = question.get().whenComplete((result, failure) -> {
                if (failure == null) {
                    link.guard(() -> conclude(result));
                } else {
                    fail(failure);
                }
            });
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void fail(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refused refused && !refused.reason().equals(Reason.AUTHENTICATION_FAILED)) {
            deny(refused.reason(), refused.text());
            return;
        }
        context.counters().loginsFailed.increment();
        if (!(cause instanceof Refused)) { // else who knows why has said so
            LOG.error("Authentication of {} failed", link, failure);
        }
        refuse(Reason.AUTHENTICATION_FAILED, "authentication failed");
    }

    private void conclude(@Nullable AuthResult result) { // null from a plug-in only
        if (result instanceof AuthResult.Challenge challenge) {
            synchronized (this) {
                step = challenge.next();
            }
            link.challenge(this, new Challenge(name(), challenge.extra()));
        } else if (result instanceof AuthResult.Accept accept) {
            accept(accept);
        } else if (result instanceof AuthResult.Deny deny) {
            deny(deny.reason(), deny.message());
        } else if (result instanceof AuthResult.Pass) {
            tryNext();
        } else {
            fail(new IllegalStateException("the method " + name() + " answered nothing"));
        }
    }

    private void tryNext() {
        methods = methods.subList(methods.indexOf(name()) + 1, methods.size());
        tryOn();
    }

    /** A method refuses the client, which may have guessed. */
    private void deny(String reason, String text) {
        Realm asked = realm;
        if (refuse(reason, text) && asked != null && !reason.equals(Reason.UNAVAILABLE)) {
            context.counters().loginsDenied.increment();
            entrance.failedLogins().failed(link.connection().peer(), asked.name, guessed());
        }
    }

    private void accept(AuthResult.Accept accept) {
        if (!Authids.fits(accept.authid())) {
            context.counters().loginsFailed.increment();
            LOG.warn("{} is refused: by {} it would be called {}", link, name(), PeerLog.shown(accept.authid()));
            refuse(Reason.AUTHENTICATION_FAILED, "the authid must have " + Authids.RULE);
            return;
        }
        Realm asked = realm;
        Realm joined = accept.realm() == null ? asked : entrance.realm(accept.realm());
        if (joined == null || entrance.realm(joined.name) != joined) {
            refuse(
                    Reason.NO_SUCH_REALM,
                    joined == asked ? "the realm was removed" : "there is no realm " + accept.realm());
            return;
        }
        if (joined.hasRole(accept.authrole())) {
            enter(joined, accept);
        } else {
            refuse(Reason.NO_SUCH_ROLE, "the realm " + joined.name + " has no role " + accept.authrole());
        }
    }

    private void enter(Realm joined, AuthResult.Accept accept) {
        SessionInfo info = new SessionInfo(
                sessionId,
                joined.name,
                accept.authid(),
                accept.authrole(),
                accept.method() == null ? name() : accept.method(),
                accept.provider(),
                entrance.kept(hello.details()),
                accept.extra(),
                link.connection().peer());
        if (accept.method() == null) {
            join(joined, info, accept);
        } else { // it only remembers: nobody may come back by it who could not log in as before
            CompletionStage<Void> unused = entrance.review()
                    .standsAgain(info, link.connection().listener())
                    .thenAccept(stands -> link.guard(() -> {
                        if (stands) {
                            join(joined, info, accept);
                        } else {
                            tryNext();
                        }
                    }));
        }
    }

    private void join(Realm joined, SessionInfo info, AuthResult.Accept accept) {
        Session session = new Session(info, link, joined, features);
        if (!admit(session)) {
            return;
        }
        Methods.Method now = method;
        session.closedIfRemoved = now != null && Review.closesRemoved(now.config());
        entrance.observers().joined(info);
        boolean welcome = link.welcome(this, session, welcome(info));
        if (!welcome) {
            context.capacity().attendance.leave(info);
            session.leaveTables();
            entrance.observers().left(info, "");
        } else {
            timeout.cancel();
            succeeded(info);
            session.limit(accept.lifetime());
            joined.events.publish();
            lookAgain(session, joined);
        }
    }

    /** What the session stands on may have been removed while it joined. */
    private void lookAgain(Session session, Realm joined) {
        if (entrance.realm(joined.name) != joined) {
            link.goodbye(session, Reason.CLOSE_REALM, "the realm was removed");
            return;
        }
        joined.dismiss(session); // if its role was
        if (entrance.review().begun() != reviews) {
            entrance.review().look(session);
        }
    }

    /** Only who is the one that somebody guesses at may make that be forgotten. */
    private void succeeded(SessionInfo info) {
        Realm asked = realm;
        String name = guessed();
        if (asked != null
                && name != null
                && name.equals(Authids.comparable(info.authid()))
                && !name().equals(ANONYMOUS)) {
            entrance.failedLogins().succeeded(asked.name, name);
        }
    }

    /** Whether there may be another session, and this one; it is refused if not. */
    private boolean admit(Session session) {
        Attendance attendance = context.capacity().attendance;
        String refusal = attendance.enter(session.info, context.limits().quotas());
        if (refusal == null && !session.takeTable(Footprint.hello(hello.details()))) {
            attendance.leave(session.info);
            refusal = "what HELLO says is too long while so many sessions have so much";
        }
        if (refusal != null) {
            turnAway(Reason.QUOTA_EXCEEDED, refusal);
        }
        return refusal == null;
    }

    private void turnAway(String reason, String text) {
        context.counters().sessionsRefused.increment();
        refuse(reason, text);
    }

    private static Options welcome(SessionInfo info) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("realm", info.realm());
        details.put("authid", info.authid());
        details.put("authrole", info.authrole());
        details.put("authmethod", info.authmethod());
        details.put("authprovider", info.authprovider());
        if (!info.authextra().isEmpty()) {
            details.put("authextra", info.authextra().entries());
        }
        details.put("agent", "Junctor");
        details.put("roles", Features.ROUTER);
        return Options.of(details);
    }

    private String name() {
        Methods.Method now = method;
        return now == null ? "" : now.name();
    }

    /** False if it was over already. */
    private boolean refuse(String reason, String text) {
        boolean refused = link.abort(this, reason, text);
        if (refused) {
            context.counters().handshakesRefused.increment();
            context.log().complain(link, "is refused" + as() + ": " + PeerLog.shown(text));
        }
        return refused;
    }

    /** Who the client says it is, for the log. */
    private String as() {
        return authid == null ? "" : " as " + PeerLog.shown(authid);
    }
}
