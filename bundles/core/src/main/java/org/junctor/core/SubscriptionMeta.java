package org.junctor.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.security.Match;

/** The procedures {@code wamp.subscription.…} (spec: "Subscription Meta API"), without the one for the history. */
final class SubscriptionMeta {
    private final Realm realm;
    private final Subscriptions subscriptions;

    SubscriptionMeta(Realm realm) {
        this.realm = realm;
        this.subscriptions = realm.broker.subscriptions;
    }

    void offerTo(Meta meta) {
        meta.offer("wamp.subscription.list", call -> List.of(list()));
        meta.offer("wamp.subscription.lookup", call -> idOf(lookup(call)));
        meta.offer("wamp.subscription.match", this::match);
        meta.offer("wamp.subscription.get", call -> List.of(subscription(call).details()));
        meta.offer(
                "wamp.subscription.list_subscribers",
                call -> List.of(subscription(call).subscribers.sessions()));
        meta.offer(
                "wamp.subscription.count_subscribers",
                call -> List.of((long) subscription(call).subscribers.size()));
        meta.offer("wamp.subscription.remove_subscriber", this::remove);
    }

    private Subscription subscription(MetaCall call) throws Refusal {
        return subscriptions.existing(call.id(0, "subscription"));
    }

    private Map<String, List<Long>> list() {
        Map<String, List<Long>> all = new LinkedHashMap<>();
        for (Match match : Match.values()) {
            List<Long> ids = new ArrayList<>();
            subscriptions.all(match).forEach(subscription -> ids.add(subscription.id));
            all.put(match.text(), ids);
        }
        return all;
    }

    private @Nullable Subscription lookup(MetaCall call) throws Refusal {
        return subscriptions.find(matchOption(call), call.text(0, "a topic or pattern"));
    }

    /** The option {@code match} in the second argument. */
    static Match matchOption(MetaCall call) throws Refusal {
        try {
            return Match.of(call.dict(1, "options").text("match"));
        } catch (ProtocolViolation e) {
            throw MetaCall.invalid(String.valueOf(e.getMessage()));
        }
    }

    private List<? extends @Nullable Object> match(MetaCall call) throws Refusal {
        List<Long> ids = new ArrayList<>();
        subscriptions.matching(call.text(0, "a topic")).forEach(subscription -> ids.add(subscription.id));
        return ids.isEmpty() ? nothing() : List.of(ids);
    }

    private static List<? extends @Nullable Object> idOf(@Nullable Subscription subscription) {
        return subscription == null ? nothing() : List.of(subscription.id);
    }

    /** A result that is null. */
    private static List<@Nullable Object> nothing() {
        List<@Nullable Object> list = new ArrayList<>(1);
        list.add(null);
        return list;
    }

    private List<?> remove(MetaCall call) throws Refusal {
        Subscription subscription = subscription(call);
        Session session = realm.existing(call.id(1, "session"));
        String reason = call.keyword("reason");
        if (reason != null && !Uris.concrete(reason)) {
            throw new Refusal(Reason.INVALID_URI, "not a URI: " + PeerLog.shown(reason));
        }
        if (!realm.broker.revoke(session, subscription, reason)) {
            throw new Refusal(
                    Reason.NO_SUCH_SUBSCRIPTION,
                    "session " + session.id() + " has no part in subscription " + subscription.id);
        }
        return List.of();
    }
}
