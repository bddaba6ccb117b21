package org.junctor.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Published;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Subscribed;
import org.junctor.api.message.Unsubscribe;
import org.junctor.api.message.Unsubscribed;
import org.junctor.api.operation.Router;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Match;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;
import org.junctor.api.store.Series;
import org.junctor.api.store.StoredEvent;

/** Routes the events of one realm (spec: "Publish and Subscribe"). */
final class Broker {
    final Subscriptions subscriptions;
    final History history;

    /** What happens in the realm, as events. */
    final MetaEvents events;

    private final Context context;
    private final Retained retained;

    Broker(String realm, Context context) {
        this.context = context;
        events = new MetaEvents(this);
        subscriptions = new Subscriptions(context, events);
        retained = new Retained(context);
        history = new History(realm, context, subscriptions, retained);
    }

    /** The realm is removed. */
    void close() {
        retained.close();
    }

    void subscribe(Session session, Subscribe message) throws ProtocolViolation {
        Options options = message.options();
        boolean getRetained = !options.isEmpty() && options.flag("get_retained", false);
        if (getRetained && history.missing()) {
            history.await(session, () -> subscribe(session, message));
            return;
        }
        Match match = Match.of(options.text("match"));
        try {
            Subscriber subscriber = subscriptions.join(session, match, message.topic());
            while (subscriber != null && !confirm(subscriber, message.request(), getRetained)) {
                subscriber = subscriptions.join(session, match, message.topic());
            }
        } catch (Refusal e) {
            session.error(Subscribe.TYPE, message.request(), e.uri, e.text());
        }
        events.publish();
    }

    /** Answers SUBSCRIBE, if the session is still open; false if it had this part before, and was told since that it has it no more. */
    boolean confirm(Subscriber subscriber, long request, boolean getRetained) {
        Session session = subscriber.session;
        Retained.Found found = getRetained ? retained.find(subscriber) : null;
        session.outbox.lock.lock();
        try {
            if (subscriber.over && subscriber.farewell == null) {
                return false;
            }
            if (session.open) {
                session.outbox.put(new Subscribed(request, subscriber.subscription.id));
                if (found != null) {
                    retained.send(subscriber, found);
                }
                if (subscriber.farewell != null) {
                    session.outbox.put(subscriber.farewell);
                }
                subscriber.active = !subscriber.over;
            }
            return true;
        } finally {
            session.outbox.lock.unlock();
        }
    }

    void unsubscribe(Session session, Unsubscribe message) {
        Subscriber subscriber = subscriptions.leave(session, message.subscription());
        if (subscriber == null) {
            session.error(
                    Unsubscribe.TYPE,
                    message.request(),
                    Reason.NO_SUCH_SUBSCRIPTION,
                    "this session has no subscription " + message.subscription());
            return;
        }
        end(subscriber, new Unsubscribed(message.request(), Options.EMPTY));
    }

    /**
     * Ends a session's part in a subscription against its will (spec: "Subscription Revocation").
     *
     * @param reason a URI for the session; null for none
     * @return false if it has no part in it
     */
    boolean revoke(Session session, Subscription subscription, @Nullable String reason) {
        Subscriber subscriber = subscriptions.leave(session, subscription.id);
        if (subscriber == null) {
            return false;
        }
        Options details = Options.of("subscription", subscription.id);
        Options told = reason == null ? details : details.with("reason", reason);
        end(subscriber, hearsOfRevocation(session) ? new Unsubscribed(0, told) : null);
        return true;
    }

    private boolean hearsOfRevocation(Session session) {
        Object agent = session.info.hello().entries().get("agent");
        return session.features.has(Feature.SUBSCRIBER_REVOCATION)
                && context.limits().pubSub().tellsOfRevocation(agent instanceof String name ? name : "");
    }

    private void end(Subscriber subscriber, @Nullable Unsubscribed last) {
        Session session = subscriber.session;
        session.outbox.lock.lock();
        try {
            boolean known = subscriber.active;
            subscriber.active = false;
            subscriber.over = true;
            if (!known) {
                subscriber.farewell = last; // behind SUBSCRIBED
            } else if (session.open && last != null) {
                session.outbox.put(last);
            }
        } finally {
            session.outbox.lock.unlock();
        }
        events.publish();
    }

    /** Ends all subscriptions of a session that is not open any more. */
    void leave(Session session) {
        subscriptions.leave(session);
    }

    /** Publishes for a session. */
    void publish(Session publisher, Publish message, Decision decision) throws ProtocolViolation {
        if (history.missing()) {
            Publish kept = (Publish) Messages.keep(message);
            history.await(publisher, () -> publish(publisher, kept, decision));
            return;
        }
        Options options = message.options();
        boolean plain = options.isEmpty();
        boolean excludeMe = plain || options.flag("exclude_me", true);
        boolean acknowledge = !plain && options.flag("acknowledge", false);
        Options details = decision.discloses(!plain && options.flag("disclose_me", false))
                ? publisher.publisherDetails()
                : Options.EMPTY;
        Audience audience = Audience.of(options);
        Publication publication = new Publication(
                context,
                message.topic(),
                message.payload(),
                Passthru.copy(
                        options,
                        decision.hasTrustlevel() ? details.with("trustlevel", decision.trustlevel()) : details),
                excludeMe ? publisher : null,
                audience);
        if (acknowledge) {
            publication.patient();
        }
        boolean retain = !plain && options.flag("retain", false);
        CompletionStage<?> kept =
                retain || history.used() ? keep(publisher, publication, options, audience, retain) : null;
        deliver(publication, subscriptions.matching(message.topic()));
        if (acknowledge) {
            acknowledge(publisher, message.request(), publication, kept);
        }
    }

    /** Stores a publication where it belongs: complete when that is done, null if there is nothing to wait for. */
    private @Nullable CompletionStage<?> keep(
            Session publisher, Publication publication, Options options, @Nullable Audience audience, boolean retain)
            throws ProtocolViolation {
        boolean lasting = audience == null || !audience.namesSessions();
        List<Series> series = lasting ? history.series(publication.topic()) : List.of();
        if (!retain && series.isEmpty()) {
            return null;
        }
        StoredEvent event = publication.stored(Audience.options(options));
        CompletionStage<Void> appended = series.isEmpty() ? null : history.append(publisher, series, event);
        CompletionStage<Void> retention = null;
        if (retain) {
            long ttlMs = options.integer("retain_ttl", context.limits().pubSub().retainedTtlMs());
            retention = retained.keep(event, audience, ttlMs);
        }
        if (retention == null) {
            return appended;
        }
        history.pace(publisher, event, retention);
        CompletionStage<Void> noted = retention.whenComplete((nothing, failure) -> {
            if (failure != null) {
                history.failed("the retained event of " + event.topic() + " could not be stored", failure);
            }
        });
        return appended == null
                ? noted
                : CompletableFuture.allOf(appended.toCompletableFuture(), noted.toCompletableFuture());
    }

    private void acknowledge(
            Session publisher, long request, Publication publication, @Nullable CompletionStage<?> kept) {
        List<Outbox> full = publication.full(publisher);
        if (!full.isEmpty()) {
            CompletionStage<?> room = Congestion.await(context, publisher, full);
            CompletionStage<?> both = kept == null ? room : room.thenCombine(kept, (nothing, stored) -> nothing);
            CompletionStage<?> unused = acknowledgeAfter(both, publisher, request, publication)
                    .whenComplete((nothing, failure) -> Congestion.goOn(publisher));
        } else if (kept != null) {
            CompletionStage<?> unused = acknowledgeAfter(kept, publisher, request, publication);
        } else {
            publisher.send(new Published(request, publication.id()));
        }
    }

    private static CompletionStage<?> acknowledgeAfter(
            CompletionStage<?> all, Session publisher, long request, Publication publication) {
        return all.whenComplete((nothing, failure) -> {
            if (failure == null) {
                publisher.send(new Published(request, publication.id()));
            } else {
                String text = "the event was delivered, but could not be stored";
                publisher.error(Publish.TYPE, request, Reason.UNAVAILABLE, text);
            }
        });
    }

    /** Publishes an event of the router itself. */
    void announce(String topic, List<?> arguments) {
        List<Subscription> matching = subscriptions.matching(topic);
        if (matching.isEmpty()) {
            return;
        }
        Serializer serializer = context.serializers().any();
        if (serializer == null) { // there is nothing to write the arguments with
            matching.forEach(
                    subscription -> context.counters().eventsUnconvertible.add(subscription.subscribers.size()));
            return;
        }
        Payload payload = Values.payload(serializer, arguments, Map.of());
        deliver(new Publication(context, topic, payload, Options.EMPTY, null, null), matching);
    }

    private void deliver(Publication publication, List<Subscription> matching) {
        context.counters().publications.increment();
        for (int i = 0; i < matching.size(); i++) {
            publication.deliver(matching.get(i));
        }
    }

    /** All subscriptions, for operators. */
    List<Router.Entry> entries() {
        List<Router.Entry> entries = new ArrayList<>();
        for (Match match : Match.values()) {
            for (Subscription subscription : subscriptions.all(match)) {
                List<Long> sessions = subscription.subscribers.sessions();
                entries.add(new Router.Entry(subscription.id, subscription.uri, match.text(), sessions));
            }
        }
        return entries;
    }
}
