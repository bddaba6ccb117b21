package org.junctor.core;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Reason;
import org.junctor.api.security.Action;
import org.junctor.api.security.Match;
import org.junctor.api.serializer.Values;

/** The procedures {@code wamp.session.add_testament} and {@code flush_testaments} (spec: "Session Testament"). */
final class TestamentMeta {
    private final Realm realm;

    TestamentMeta(Realm realm) {
        this.realm = realm;
    }

    void offerTo(Meta meta) {
        meta.offerSlow("wamp.session.add_testament", this::add);
        meta.offer("wamp.session.flush_testaments", this::flush);
    }

    /**
     * A testament is allowed, or not, when it is made, as nobody could be told later; and again when the rules change
     * ({@link Revision}), so that a right that was taken away does not outlive its session.
     */
    private CompletionStage<List<?>> add(MetaCall call) throws Refusal {
        Testaments.Scope scope = Testaments.Scope.of(call.keyword("scope"));
        Publish message = message(call);
        Permissions.Panel panel = realm.permissions.panel();
        return new Inquiry(call.caller, Action.PUBLISH, message.topic(), Match.EXACT, message.options())
                .allowed()
                .thenApply(decision -> {
                    try {
                        add(call.caller, new Testaments.Testament(scope, message, decision));
                        if (realm.permissions.panel() != panel) {
                            realm.revision.begin(); // perhaps too late to be looked at by the new rules
                        }
                        return List.of();
                    } catch (Refusal e) {
                        throw new CompletionException(e);
                    }
                });
    }

    private void add(Session session, Testaments.Testament testament) throws Refusal {
        if (testament.undisclosed()) {
            throw new Refusal(
                    Reason.DISCLOSE_ME_DISALLOWED, "role " + session.info.authrole() + " is not to be disclosed");
        }
        try {
            session.testaments().add(testament, realm.context().limits().pubSub());
        } catch (Refusal e) {
            realm.context().counters().quotasExceeded.increment();
            throw e;
        }
    }

    private static Publish message(MetaCall call) throws Refusal {
        String topic = call.text(0, "the topic to publish to");
        List<?> arguments = call.list(1, "the arguments of the event");
        Map<String, ?> keywords =
                call.dict(2, "the keyword arguments of the event").entries();
        if (!Uris.concrete(topic) || Uris.reserved(topic)) {
            throw new Refusal(Reason.INVALID_URI, "not a topic to publish to: " + PeerLog.shown(topic));
        }
        try {
            Options options = call.keywords().dict("publish_options");
            OptionTypes.check(options, OptionTypes.PUBLISH);
            Payload payload = Values.payload(call.serializer, arguments, keywords);
            Passthru.check(call.caller, Feature.PUBLISHER_PASSTHRU, options, payload);
            return new Publish(1, options, topic, payload);
        } catch (ProtocolViolation e) {
            throw MetaCall.invalid(String.valueOf(e.getMessage()));
        }
    }

    private List<?> flush(MetaCall call) throws Refusal {
        String named = call.keyword("scope");
        boolean positional = named == null && call.argument(0) != null;
        Testaments.Scope scope = Testaments.Scope.of(positional ? call.text(0, "the scope") : named);
        call.caller.testaments().flush(scope);
        return List.of();
    }
}
