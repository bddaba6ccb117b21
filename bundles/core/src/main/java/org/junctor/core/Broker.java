package org.junctor.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
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

/** Routes the events of one realm (spec: "Publish and Subscribe"). */
final class Broker {
    private final Context context;
    private final UriTable<Subscription> table = new UriTable<>();
    private final AtomicLong lastId = new AtomicLong();
    /** Held to change who is subscribed to what; never while anything is sent. */
    private final ReentrantLock lock = new ReentrantLock();

    /** What happens in the realm, as events. */
    final MetaEvents events;

    Broker(Context context) {
        this.context = context;
        events = new MetaEvents(this);
    }

    void subscribe(Session session, Subscribe message) throws ProtocolViolation {
        Match match = Match.of(message.options().text("match"));
        Subscriber subscriber = join(session, match, message.topic());
        if (subscriber == null) {
            return; // the session has ended meanwhile
        }
        session.outbox.lock.lock();
        try {
            if (session.open) {
                session.outbox.put(new Subscribed(message.request(), subscriber.subscription.id));
                subscriber.active = true;
            }
        } finally {
            session.outbox.lock.unlock();
        }
    }

    private @Nullable Subscriber join(Session session, Match match, String uri) {
        lock.lock();
        try {
            if (!session.open) {
                return null;
            }
            Subscription subscription =
                    table.add(match, uri, () -> new Subscription(lastId.incrementAndGet(), match, uri));
            Subscriber known = session.subscriptions.get(subscription.id);
            if (known != null) {
                return known;
            }
            Subscriber subscriber = new Subscriber(session, subscription);
            session.subscriptions.putIfAbsent(subscription.id, subscriber);
            subscription.subscribers.add(subscriber);
            return subscriber;
        } finally {
            lock.unlock();
        }
    }

    void unsubscribe(Session session, Unsubscribe message) {
        Subscriber subscriber;
        lock.lock();
        try {
            subscriber = session.subscriptions.remove(message.subscription());
            if (subscriber != null) {
                remove(subscriber);
            }
        } finally {
            lock.unlock();
        }
        if (subscriber == null) {
            session.error(
                    Unsubscribe.TYPE,
                    message.request(),
                    Reason.NO_SUCH_SUBSCRIPTION,
                    "this session has no subscription " + message.subscription());
            return;
        }
        session.outbox.lock.lock();
        try {
            subscriber.active = false;
            if (session.open) {
                session.outbox.put(new Unsubscribed(message.request(), Options.EMPTY));
            }
        } finally {
            session.outbox.lock.unlock();
        }
    }

    /** Ends all subscriptions of a session that is not open any more. */
    void leave(Session session) {
        lock.lock();
        try {
            session.subscriptions.drain().forEach(this::remove);
        } finally {
            lock.unlock();
        }
    }

    private void remove(Subscriber subscriber) {
        Subscription subscription = subscriber.subscription;
        subscription.subscribers.remove(subscriber);
        if (subscription.subscribers.size() == 0) {
            table.remove(subscription.match, subscription.uri, subscription);
        }
    }

    /** Publishes for a session. */
    void publish(Session publisher, Publish message, Decision decision) throws ProtocolViolation {
        Options options = message.options();
        boolean plain = options.isEmpty();
        boolean excludeMe = plain || options.flag("exclude_me", true);
        boolean acknowledge = !plain && options.flag("acknowledge", false);
        Options details = decision.discloses(!plain && options.flag("disclose_me", false))
                ? publisher.publisherDetails()
                : Options.EMPTY;
        Publication publication = new Publication(
                context,
                message.topic(),
                message.payload(),
                decision.hasTrustlevel() ? details.with("trustlevel", decision.trustlevel()) : details,
                excludeMe ? publisher : null,
                Audience.of(options));
        deliver(publication, matching(message.topic()));
        if (acknowledge) {
            publisher.send(new Published(message.request(), publication.id()));
        }
    }

    /** Publishes an event of the router itself. */
    void announce(String topic, List<?> arguments) {
        List<Subscription> matching = matching(topic);
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

    private List<Subscription> matching(String topic) {
        List<Subscription> matching = new ArrayList<>(2);
        table.collect(topic, matching);
        return matching;
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
            for (Subscription subscription : table.values(match)) {
                List<Long> sessions = new ArrayList<>();
                for (Subscriber[] chunk : subscription.subscribers.chunks()) {
                    for (Subscriber subscriber : chunk) {
                        sessions.add(subscriber.session.id());
                    }
                }
                entries.add(new Router.Entry(subscription.id, subscription.uri, match.text(), sessions));
            }
        }
        return entries;
    }
}
