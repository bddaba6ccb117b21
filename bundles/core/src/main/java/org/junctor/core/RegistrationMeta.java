package org.junctor.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.security.Match;

/** The procedures {@code wamp.registration.…} (spec: "Registration Meta API"). */
final class RegistrationMeta {
    private final Realm realm;

    RegistrationMeta(Realm realm) {
        this.realm = realm;
    }

    void offerTo(Meta meta) {
        meta.offer("wamp.registration.list", call -> List.of(list()));
        meta.offer("wamp.registration.lookup", call -> id(lookup(call)));
        meta.offer("wamp.registration.match", call -> id(realm.dealer.best(call.text(0, "the procedure"))));
        meta.offer("wamp.registration.get", call -> List.of(details(registration(call))));
        meta.offer(
                "wamp.registration.list_callees",
                call -> List.of(registration(call).sessions()));
        meta.offer(
                "wamp.registration.count_callees",
                call -> List.of((long) registration(call).callees().length));
        meta.offer("wamp.registration.remove_callee", this::removeCallee);
    }

    private Map<String, List<Long>> list() {
        Map<String, List<Long>> all = new LinkedHashMap<>();
        for (Match match : Match.values()) {
            List<Long> ids = new ArrayList<>();
            realm.dealer.registrations(match).forEach(registration -> ids.add(registration.id));
            ids.sort(null);
            all.put(match.text(), ids);
        }
        return all;
    }

    private @Nullable Registration lookup(MetaCall call) throws Refusal {
        Options options = call.dict(1, "options, with match");
        try {
            Match match = Match.of(options.text("match"));
            return realm.dealer.registration(match, call.text(0, "the procedure or pattern"));
        } catch (ProtocolViolation e) {
            throw MetaCall.invalid(String.valueOf(e.getMessage()));
        }
    }

    private static List<@Nullable Long> id(@Nullable Registration registration) {
        List<@Nullable Long> result = new ArrayList<>(1);
        result.add(registration == null ? null : (Long) registration.id);
        return result;
    }

    private Registration registration(MetaCall call) throws Refusal {
        long id = call.id(0, "registration");
        Registration registration = realm.dealer.registration(id);
        if (registration == null) {
            throw new Refusal(Reason.NO_SUCH_REGISTRATION, "there is no registration " + id);
        }
        return registration;
    }

    private List<?> removeCallee(MetaCall call) throws Refusal {
        Registration registration = registration(call);
        Session session = realm.existing(call.id(1, "session"));
        String reason = call.keyword("reason");
        if (reason != null && !Uris.concrete(reason)) {
            throw new Refusal(Reason.INVALID_URI, "not a URI: " + PeerLog.shown(reason));
        }
        if (!realm.dealer.revoke(session, registration.id, reason == null ? Reason.UNREGISTERED : reason)) {
            throw new Refusal(
                    Reason.NO_SUCH_SESSION,
                    "session " + session.id() + " is no callee of registration " + registration.id);
        }
        return List.of();
    }

    /** What {@code on_create} and {@code wamp.registration.get} say of a registration. */
    static Map<String, Object> details(Registration registration) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("id", registration.id);
        details.put("created", Instant.ofEpochMilli(registration.createdMs).toString());
        details.put("uri", registration.uri);
        details.put("match", registration.match.text());
        details.put("invoke", registration.policy.text());
        return details;
    }
}
