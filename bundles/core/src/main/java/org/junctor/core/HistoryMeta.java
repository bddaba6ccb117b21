package org.junctor.core;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.security.Action;
import org.junctor.api.security.Match;
import org.junctor.api.store.EventQuery;
import org.junctor.api.store.Series;
import org.junctor.api.store.StoredEvent;

/** The procedure {@code wamp.subscription.get_events} (spec: "Event History"). */
final class HistoryMeta {
    private static final long ANSWER_MAX_BYTES = 1 << 20;

    private final Realm realm;

    /** Reads one bound. */
    private interface Bound<T> {
        @Nullable
        T of(Options keywords, String name) throws ProtocolViolation;
    }

    HistoryMeta(Realm realm) {
        this.realm = realm;
    }

    void offerTo(Meta meta) {
        meta.offerSlow("wamp.subscription.get_events", this::events);
    }

    /** The events are the arguments of the result, so that a client reads them as it reads an EVENT of its own. */
    private CompletionStage<List<Map<String, Object>>> events(MetaCall call) throws Refusal {
        Subscription subscription = realm.broker.subscriptions.existing(call.id(0, "subscription"));
        EventQuery query = query(call, subscription);
        return new Inquiry(call.caller, Action.SUBSCRIBE, subscription.uri, subscription.match, Options.EMPTY)
                .allowed()
                .thenCompose(allowed -> realm.broker.history.events(query))
                .thenApply(events -> shown(events, subscription));
    }

    private EventQuery query(MetaCall call, Subscription subscription) throws Refusal {
        Session caller = call.caller;
        Options keywords = call.keywords();
        try {
            int most = realm.context().limits().pubSub().historyMaxEvents();
            long limit = keywords.integer("limit", most);
            if (limit == 0) {
                throw new ProtocolViolation("'limit' must be 1 or more");
            }
            long maxBytes = Math.min(ANSWER_MAX_BYTES, caller.connection().maxMessageBytes() / 2);
            return new EventQuery(
                    new Series(subscription.uri, subscription.match),
                    new EventQuery.Reader(caller.info.authid(), caller.info.authrole()),
                    keywords.text("topic"),
                    range(keywords, "time", HistoryMeta::time),
                    range(keywords, "publication", HistoryMeta::publication),
                    new EventQuery.Order(keywords.flag("reverse", false), (int) Math.min(limit, most), maxBytes));
        } catch (ProtocolViolation e) {
            throw MetaCall.invalid(String.valueOf(e.getMessage()));
        }
    }

    private static <T> EventQuery.Range<T> range(Options keywords, String what, Bound<T> bound)
            throws ProtocolViolation {
        return new EventQuery.Range<>(
                bound.of(keywords, "from_" + what),
                bound.of(keywords, "after_" + what),
                bound.of(keywords, "before_" + what),
                bound.of(keywords, "until_" + what));
    }

    private static @Nullable Instant time(Options keywords, String name) throws ProtocolViolation {
        String text = keywords.text(name);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new ProtocolViolation("'" + name + "' must be a time with its offset, such as 2026-01-31T12:00:00Z");
        }
    }

    private static @Nullable Long publication(Options keywords, String name) throws ProtocolViolation {
        return keywords.has(name) ? keywords.integer(name, 0) : null;
    }

    private List<Map<String, Object>> shown(List<StoredEvent> events, Subscription subscription) {
        List<Map<String, Object>> shown = new ArrayList<>(events.size());
        for (StoredEvent event : events) {
            try {
                shown.add(shown(event, subscription));
            } catch (ProtocolViolation e) { // written by a serializer that is not installed any more, or damaged
                realm.context().counters().eventsUnconvertible.increment();
            }
        }
        return shown;
    }

    private Map<String, Object> shown(StoredEvent event, Subscription subscription) throws ProtocolViolation {
        Options details = subscription.match == Match.EXACT
                ? event.details()
                : event.details().with("topic", event.topic());
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("timestamp", event.time().toString());
        shown.put("subscription", subscription.id);
        shown.put("publication", event.publication());
        shown.put("details", details.entries());
        if (!event.payload().isEmpty()) {
            List<? extends @Nullable Object> values =
                    MetaCall.values(event.payload(), realm.context().serializers());
            Object arguments = values.get(0);
            shown.put("args", arguments instanceof List ? arguments : List.of(arguments));
            if (values.size() > 1) {
                shown.put("kwargs", values.get(1));
            }
        }
        return shown;
    }
}
