package org.junctor.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Call;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Result;
import org.junctor.api.security.SessionInfo;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;

/** The router's own procedures in a realm (spec: "Session Meta API"). */
final class Meta {
    private final Realm realm;

    /** A call that cannot be answered with a result. */
    private static final class Refused extends Exception {
        final String uri;

        Refused(String uri, String text) {
            super(text, null, false, false);
            this.uri = uri;
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }

    Meta(Realm realm) {
        this.realm = realm;
    }

    /** Answers a call of a procedure whose URI is reserved for the router. */
    void call(Session caller, Call message) {
        Serializer serializer = caller.slot().serializer();
        if (serializer == null) {
            caller.error(Call.TYPE, message.request(), Reason.UNAVAILABLE, "");
            return;
        }
        try {
            Object result = result(message.procedure(), arguments(message.payload(), serializer));
            Payload payload = Values.payload(serializer, List.of(result), Map.of());
            caller.send(new Result(message.request(), Options.EMPTY, payload), payload);
        } catch (Refused e) {
            caller.error(Call.TYPE, message.request(), e.uri, e.text());
        }
    }

    private Object result(String procedure, List<? extends @Nullable Object> arguments) throws Refused {
        return switch (procedure) {
            case "wamp.session.count" -> (long) sessions(arguments).size();
            case "wamp.session.list" -> sessions(arguments);
            case "wamp.session.get" -> details(session(arguments).info);
            default ->
                throw new Refused(Reason.NO_SUCH_PROCEDURE, "the router has no procedure " + PeerLog.shown(procedure));
        };
    }

    private static List<? extends @Nullable Object> arguments(Payload payload, Serializer serializer) throws Refused {
        try {
            List<?> values = Values.decode(payload, serializer);
            return !values.isEmpty() && values.get(0) instanceof List<? extends @Nullable Object> list
                    ? list
                    : List.of();
        } catch (ProtocolViolation e) {
            throw new Refused(Reason.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
        }
    }

    private List<Long> sessions(List<? extends @Nullable Object> arguments) throws Refused {
        Object filter = arguments.isEmpty() ? null : arguments.get(0);
        if (filter != null && !(filter instanceof List<?>)) {
            throw new Refused(Reason.INVALID_ARGUMENT, "the first argument must be a list of roles");
        }
        List<Long> ids = new ArrayList<>();
        for (Session session : realm.sessions()) {
            if (!(filter instanceof List<?> roles) || roles.contains(session.info.authrole())) {
                ids.add(session.id());
            }
        }
        return ids;
    }

    private Session session(List<? extends @Nullable Object> arguments) throws Refused {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof Long id)) {
            throw new Refused(Reason.INVALID_ARGUMENT, "the first argument must be the id of a session");
        }
        Session session = realm.session(id);
        if (session == null) {
            throw new Refused(Reason.NO_SUCH_SESSION, "there is no session " + id);
        }
        return session;
    }

    /** What {@code on_join} and {@code wamp.session.get} say of a session. */
    static Map<String, Object> details(SessionInfo info) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("session", info.id());
        details.put("authid", info.authid());
        details.put("authrole", info.authrole());
        details.put("authmethod", info.authmethod());
        details.put("authprovider", info.authprovider());
        details.put(
                "transport",
                Map.of("type", info.peer().transport(), "peer", info.peer().address()));
        return details;
    }
}
