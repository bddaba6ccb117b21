package org.junctor.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Goodbye;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Reason;
import org.junctor.api.security.SessionInfo;
import org.junctor.api.serializer.Values;

/** The procedures {@code wamp.session.…} (spec: "Session Meta API"), without those for testaments. */
final class SessionMeta {
    /** What a session's details that callers set may take, encoded. */
    private static final int EXTRA_MAX_BYTES = 16 << 10;

    private final Realm realm;

    SessionMeta(Realm realm) {
        this.realm = realm;
    }

    void offerTo(Meta meta) {
        meta.offer("wamp.session.count", call -> List.of((long) list(call).size()));
        meta.offer("wamp.session.list", call -> List.of(list(call)));
        meta.offer("wamp.session.get", call -> List.of(details(session(call))));
        meta.offer("wamp.session.kill", this::kill);
        meta.offer("wamp.session.kill_by_authid", call -> List.of(killByAuthid(call)));
        meta.offer("wamp.session.kill_by_authrole", call -> List.of(killByAuthrole(call)));
        meta.offer("wamp.session.kill_all", call -> List.of(killAll(call)));
        meta.offer("wamp.session.modify_details", this::modify);
    }

    private List<Long> list(MetaCall call) throws Refusal {
        boolean filtered = call.argument(0) != null;
        List<?> roles = call.list(0, "the roles to list");
        List<Long> ids = new ArrayList<>();
        for (Session session : realm.sessions()) {
            if (!filtered || roles.contains(session.info.authrole())) {
                ids.add(session.id());
            }
        }
        return ids;
    }

    private Session session(MetaCall call) throws Refusal {
        return realm.existing(call.id(0, "session"));
    }

    private List<?> kill(MetaCall call) throws Refusal {
        Goodbye goodbye = goodbye(call);
        Session victim = session(call);
        if (victim == call.caller || !victim.link.leave(victim, goodbye, LinkState.CLOSING)) {
            throw Realm.noSuchSession(victim.id()); // the specification has nobody end its own session in this way
        }
        return List.of();
    }

    /** The ids of those who were ended. */
    private List<Long> killByAuthid(MetaCall call) throws Refusal {
        String authid = call.text(0, "the authid of the sessions to end");
        return killOthers(call, session -> session.info.authid().equals(authid));
    }

    /** How many were ended. */
    private long killByAuthrole(MetaCall call) throws Refusal {
        String authrole = call.text(0, "the authrole of the sessions to end");
        return killOthers(call, session -> session.info.authrole().equals(authrole))
                .size();
    }

    /** How many were ended: without the events and testaments that sessions otherwise leave behind. */
    private long killAll(MetaCall call) throws Refusal {
        return killOthers(call, session -> {
                    session.silent = true;
                    return true;
                })
                .size();
    }

    private List<Long> killOthers(MetaCall call, Predicate<Session> meant) throws Refusal {
        Goodbye goodbye = goodbye(call);
        List<Long> killed = new ArrayList<>();
        for (Session victim : realm.sessions()) {
            if (victim != call.caller && meant.test(victim) && victim.link.leave(victim, goodbye, LinkState.CLOSING)) {
                killed.add(victim.id());
            }
        }
        return killed;
    }

    private static Goodbye goodbye(MetaCall call) throws Refusal {
        String reason = call.keyword("reason");
        String message = call.keyword("message");
        if (reason != null && !Uris.concrete(reason)) {
            throw new Refusal(Reason.INVALID_URI, "not a URI: " + PeerLog.shown(reason));
        }
        return new Goodbye(
                message == null ? Options.EMPTY : Options.of("message", message),
                reason == null ? Reason.KILLED : reason);
    }

    /** Only what means nothing to the router may be changed: who the session is was settled when it was opened. */
    private List<?> modify(MetaCall call) throws Refusal {
        Session session = session(call);
        Options changes = call.dict(1, "the details to change; null removes one");
        for (String key : changes.keys()) {
            if (!key.startsWith("x_") && !key.startsWith("_") && !key.equals("authextra")) {
                throw MetaCall.invalid(
                        "only authextra and details that begin with x_ or _ may be changed, not " + PeerLog.shown(key));
            }
        }
        synchronized (session) {
            Map<String, @Nullable Object> next = new LinkedHashMap<>(session.extra());
            changes.entries().forEach((key, value) -> {
                if (value == null) {
                    next.remove(key);
                } else {
                    next.put(key, value);
                }
            });
            Payload size = Values.payload(call.serializer, List.of(next), Map.of());
            if (size.length() > EXTRA_MAX_BYTES) {
                throw MetaCall.invalid("the details of a session may take " + EXTRA_MAX_BYTES + " octets at most");
            }
            session.extra(next);
        }
        return List.of();
    }

    /** What {@code on_join} and {@code wamp.session.get} say of a session. */
    static Map<String, @Nullable Object> details(Session session) {
        SessionInfo info = session.info;
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("session", info.id());
        details.put("authid", info.authid());
        details.put("authrole", info.authrole());
        details.put("authmethod", info.authmethod());
        details.put("authprovider", info.authprovider());
        details.put(
                "transport",
                Map.of("type", info.peer().transport(), "peer", info.peer().address()));
        details.putAll(session.extra());
        return details;
    }
}
