package org.junctor.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.junctor.api.security.SessionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From HELLO to WELCOME or ABORT: finds the realm and the authentication method, and lets the method do its work. Fails closed. */
final class Handshake {
    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);

    private final Link link;
    private final Hello hello;
    private final Context context;
    private final Entrance entrance;
    private final Timer.Timeout timeout;
    private final long sessionId;

    private Features features = Features.NONE;
    private List<String> methods = List.of();
    private @Nullable Realm realm;
    private Methods.@Nullable Method method;
    /** Takes the next AUTHENTICATE. Guarded by this. */
    private AuthResult.@Nullable Step step;

    Handshake(Link link, Hello hello, Context context, Entrance entrance) {
        this.link = link;
        this.hello = hello;
        this.context = context;
        this.entrance = entrance;
        sessionId = entrance.newSessionId();
        timeout = context.timer()
                .after(
                        context.limits().authTimeoutMs(),
                        () -> refuse(Reason.AUTHENTICATION_FAILED, "authentication took too long"));
    }

    /** Checks HELLO, and goes on if it is in order. */
    void begin() throws ProtocolViolation {
        features = Features.of(hello.details());
        List<String> offered = hello.details().texts("authmethods");
        methods = offered == null || offered.isEmpty() ? List.of("anonymous") : offered;
        checkTypes();
        if (!Uris.concrete(hello.realm())) {
            refuse(Reason.INVALID_URI, "not a URI: " + PeerLog.shown(hello.realm()));
        } else {
            tryOn();
        }
    }

    private void checkTypes() throws ProtocolViolation {
        String authid = hello.details().text("authid");
        Options extra = hello.details().dict("authextra");
        LOG.debug(
                "{} says HELLO as {} with {} extras", link, authid, extra.keys().size());
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
            refuse(
                    Reason.NO_MATCHING_AUTH_METHOD,
                    "none of these authentication methods is offered here: " + PeerLog.shown(methods.toString()));
        } else {
            realm = found;
            method = chosen;
            AuthRequest request = new AuthRequest(
                    found.name, sessionId, hello, link.connection().peer(), chosen.config(), chosen.principals());
            ask(() -> chosen.authenticator().begin(request));
        }
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
        LOG.error("Authentication of {} failed", link, failure);
        refuse(Reason.AUTHENTICATION_FAILED, "authentication failed");
    }

    private void conclude(AuthResult result) {
        if (result instanceof AuthResult.Challenge challenge) {
            synchronized (this) {
                step = challenge.next();
            }
            link.challenge(this, new Challenge(name(), challenge.extra()));
        } else if (result instanceof AuthResult.Accept accept) {
            accept(accept);
        } else if (result instanceof AuthResult.Deny deny) {
            refuse(deny.reason(), deny.message());
        } else {
            methods = methods.subList(methods.indexOf(name()) + 1, methods.size());
            tryOn();
        }
    }

    private void accept(AuthResult.Accept accept) {
        Realm asked = realm;
        Realm joined = accept.realm() == null ? asked : entrance.realm(accept.realm());
        if (joined == null || entrance.realm(joined.name) != joined) {
            refuse(
                    Reason.NO_SUCH_REALM,
                    joined == asked ? "the realm was removed" : "there is no realm " + accept.realm());
            return;
        }
        if (!joined.hasRole(accept.authrole())) {
            refuse(Reason.NO_SUCH_ROLE, "the realm " + joined.name + " has no role " + accept.authrole());
            return;
        }
        SessionInfo info = new SessionInfo(
                sessionId,
                joined.name,
                accept.authid(),
                accept.authrole(),
                name(),
                accept.provider(),
                entrance.kept(hello.details()),
                link.connection().peer());
        Session session = new Session(info, link, joined, features);
        if (!admit(session)) {
            return;
        }
        boolean welcome = link.welcome(this, session, welcome(info, accept.extra()));
        if (!welcome) {
            context.capacity().attendance.leave(info);
            session.leaveTables();
        } else {
            timeout.cancel();
            session.limit(accept.lifetime());
            joined.events.publish();
            if (entrance.realm(joined.name) != joined) {
                link.goodbye(session, Reason.CLOSE_REALM, "the realm was removed"); // while the session joined it
            }
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

    private static Options welcome(SessionInfo info, Options extra) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("realm", info.realm());
        details.put("authid", info.authid());
        details.put("authrole", info.authrole());
        details.put("authmethod", info.authmethod());
        details.put("authprovider", info.authprovider());
        if (!extra.isEmpty()) {
            details.put("authextra", extra.entries());
        }
        details.put("agent", "Junctor");
        details.put("roles", Features.ROUTER);
        return Options.of(details);
    }

    private String name() {
        Methods.Method now = method;
        return now == null ? "" : now.name();
    }

    private void refuse(String reason, String text) {
        if (link.abort(this, reason, text)) {
            context.counters().handshakesRefused.increment();
            context.log().complain(link, "is refused: " + PeerLog.shown(text));
        }
    }
}
