package org.junctor.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;
import org.junctor.api.serializer.Values;
import org.junctor.core.Reflection.Kind;
import org.junctor.core.Reflection.Subject;

/** The procedures {@code wamp.reflect.…} and {@code wamp.reflection.…}. The specification only names them: docs/reflection.md says the rest. */
final class ReflectionMeta {
    private final Realm realm;

    ReflectionMeta(Realm realm) {
        this.realm = realm;
    }

    void offerTo(Meta meta) {
        meta.offer("wamp.reflect.define", this::define);
        meta.offer("wamp.reflect.undefine", this::undefine);
        meta.offer("wamp.reflect.describe", call -> one(realm.reflection.declaration(subject(call))));
        for (Kind kind : Kind.values()) {
            String family = "wamp.reflection." + kind.text();
            meta.offer(family + ".list", call -> List.of(realm.reflection.list(kind, prefix(call))));
            meta.offer(
                    family + ".describe",
                    call -> one(realm.reflection.declaration(new Subject(kind, call.text(0, "the URI")))));
        }
    }

    private List<?> define(MetaCall call) throws Refusal {
        Subject subject = subject(call);
        if (Uris.reserved(subject.uri())) {
            throw new Refusal(Reason.INVALID_URI, "what begins with wamp. belongs to the router");
        }
        Options declaration = call.dict(1, "the declaration");
        int encoded = Values.payload(call.serializer, List.of(declaration.entries()), Map.of())
                .length();
        long bytes = (long) encoded + subject.uri().length() + Outbox.ENTRY_BYTES;
        realm.reflection.define(
                call.caller, subject, Collections.unmodifiableMap(new LinkedHashMap<>(declaration.entries())), bytes);
        realm.events.publish();
        return List.of();
    }

    /** Whether there was something to take back. */
    private List<?> undefine(MetaCall call) throws Refusal {
        boolean there = realm.reflection.undefine(call.caller, subject(call));
        realm.events.publish();
        return List.of(there);
    }

    private Subject subject(MetaCall call) throws Refusal {
        String uri = call.text(0, "the URI");
        if (!Uris.concrete(uri, realm.context().limits().calls())) {
            throw new Refusal(Reason.INVALID_URI, "not a URI: " + PeerLog.shown(uri));
        }
        String kind = call.keyword("kind");
        for (Kind known : Kind.values()) {
            if (known.text().equals(kind == null ? Kind.PROCEDURE.text() : kind)) {
                return new Subject(known, uri);
            }
        }
        throw MetaCall.invalid("'kind' must be procedure, topic or error");
    }

    private static String prefix(MetaCall call) throws Refusal {
        return call.argument(0) == null ? "" : call.text(0, "how the URIs begin");
    }

    private static List<@Nullable Object> one(@Nullable Object value) {
        List<@Nullable Object> result = new ArrayList<>(1);
        result.add(value);
        return result;
    }
}
