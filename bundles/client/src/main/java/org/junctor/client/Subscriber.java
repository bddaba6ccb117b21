package org.junctor.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junctor.api.client.ClientSession.EventMessage;
import org.junctor.api.client.ClientSession.Handle;
import org.junctor.api.client.ClientSession.Invoked;
import org.junctor.api.message.Event;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Subscribed;
import org.junctor.api.message.Unsubscribe;
import org.junctor.api.message.Unsubscribed;

/**
 * The subscriptions of a session. Several handlers may share one, since a router answers equal requests with the same id; it is given
 * back with the last of them.
 */
final class Subscriber {
    private final Requests requests;
    private final Arguments arguments;
    private final HandlerQueue handlers;
    private final Map<Long, List<Subscription>> subscriptions = new HashMap<>();
    private final Map<Pattern, Integer> underWay = new HashMap<>();

    Subscriber(Requests requests, Arguments arguments, HandlerQueue handlers) {
        this.requests = requests;
        this.arguments = arguments;
        this.handlers = handlers;
    }

    /** Sends SUBSCRIBE, under the lock so that no UNSUBSCRIBE of the same subscription slips behind it. */
    synchronized CompletionStage<Handle> subscribe(String topic, Options options, Consumer<EventMessage> handler) {
        Pattern pattern = new Pattern(topic, String.valueOf(options.entries().get("match")));
        underWay.merge(pattern, 1, Integer::sum);
        Pending<Subscribed, Handle> request =
                Pending.of(Subscribe.TYPE, Subscribed.class, answer -> added(pattern, answer.subscription(), handler));
        return requests.send(request, id -> new Subscribe(id, options, topic))
                .whenComplete((handle, failure) -> {
                    if (failure != null) {
                        answered(pattern);
                    }
                })
                .minimalCompletionStage();
    }

    private synchronized Handle added(Pattern pattern, long id, Consumer<EventMessage> handler) {
        answered(pattern);
        Subscription subscription = new Subscription(id, pattern, handler);
        subscriptions.computeIfAbsent(id, none -> new CopyOnWriteArrayList<>()).add(subscription);
        return subscription;
    }

    private synchronized void answered(Pattern pattern) {
        underWay.computeIfPresent(pattern, (same, count) -> count == 1 ? null : count - 1);
    }

    private synchronized CompletionStage<Void> remove(Subscription subscription) {
        List<Subscription> sharing = subscriptions.get(subscription.id);
        if (sharing == null || !sharing.remove(subscription)) {
            return CompletableFuture.completedFuture(null);
        }
        if (!sharing.isEmpty() || underWay.containsKey(subscription.pattern)) {
            return CompletableFuture.completedFuture(null);
        }
        subscriptions.remove(subscription.id);
        Pending<Unsubscribed, Unsubscribed> request =
                Pending.of(Unsubscribe.TYPE, Unsubscribed.class, answer -> answer);
        return requests.send(request, id -> new Unsubscribe(id, subscription.id, Options.EMPTY))
                .thenRun(() -> {});
    }

    /** The router took a subscription away. */
    synchronized void revoked(long id) {
        subscriptions.remove(id);
    }

    /** EVENT came. One of a subscription that was just given back is dropped. */
    void event(Event event) throws ProtocolViolation {
        List<Subscription> sharing;
        synchronized (this) {
            sharing = subscriptions.get(event.subscription());
        }
        if (sharing == null) {
            return;
        }
        Invoked decoded = arguments.invoked(event.payload(), event.details());
        EventMessage message =
                new EventMessage(event.publication(), decoded.arguments(), decoded.keywords(), event.details());
        for (Subscription subscription : sharing) {
            handlers.execute(event.payload().length(), () -> subscription.take(message));
        }
    }

    /** What tells one subscription of a session from another. */
    private record Pattern(String topic, String match) {}

    /** One handler of a subscription. */
    private final class Subscription implements Handle {
        private final long id;
        private final Pattern pattern;
        private final Consumer<EventMessage> handler;
        private volatile boolean closed;

        Subscription(long id, Pattern pattern, Consumer<EventMessage> handler) {
            this.id = id;
            this.pattern = pattern;
            this.handler = handler;
        }

        void take(EventMessage message) {
            if (!closed) {
                handler.accept(message);
            }
        }

        @Override
        public long id() {
            return id;
        }

        @Override
        public CompletionStage<Void> close() {
            closed = true;
            return remove(this);
        }
    }
}
