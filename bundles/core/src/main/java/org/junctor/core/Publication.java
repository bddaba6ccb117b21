package org.junctor.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Event;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.security.Match;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.store.StoredEvent;
import org.junctor.api.transport.Connection;
import org.junctor.api.wire.Framing;
import org.junctor.api.wire.WriteBuffer;

/**
 * One publication on its way to its subscribers. Its EVENT is encoded once for each subscription, serializer and framing, its payload
 * converted once for each format. Belongs to the thread that publishes.
 */
final class Publication {
    private final Context context;
    private final long id;
    private final String topic;
    private final Payload payload;
    private final Options details;
    private final @Nullable Session excluded;
    private final @Nullable Audience audience;
    private final List<Encoded> encoded = new ArrayList<>(1);
    private final List<Payload> converted = new ArrayList<>(0);
    private @Nullable Payload kept;
    /** Whether its publisher waits for subscribers that are slow, if their policy says so. */
    private boolean patient;
    /** Whom it waits for. */
    private List<Outbox> full = List.of();

    /**
     * A publication.
     *
     * @param details what every EVENT of it says of the publisher
     * @param excluded a session that gets none of it
     * @param audience who gets it; null for all
     */
    Publication(
            Context context,
            String topic,
            Payload payload,
            Options details,
            @Nullable Session excluded,
            @Nullable Audience audience) {
        this.context = context;
        this.id = Ids.random();
        this.topic = topic;
        this.payload = payload;
        this.details = details;
        this.excluded = excluded;
        this.audience = audience;
    }

    long id() {
        return id;
    }

    /** Its publisher waits for subscribers that are slow, if their policy says so. */
    void patient() {
        patient = true;
    }

    /** The outboxes without room that its publisher is to wait for; not its own, which empties when it reads, not when it waits. */
    List<Outbox> full(Session publisher) {
        if (!full.isEmpty()) {
            full.removeIf(outbox -> outbox == publisher.outbox);
        }
        return full;
    }

    String topic() {
        return topic;
    }

    /** The payload as a copy that stays valid. */
    private Payload kept() {
        Payload copy = kept;
        if (copy == null) {
            copy = payload.keep();
            kept = copy;
        }
        return copy;
    }

    /** As it is kept for later subscribers and readers. */
    StoredEvent stored(Options audienceOptions) {
        Instant now = Instant.ofEpochMilli(context.timer().epochMs());
        return new StoredEvent(id, now, topic, details, audienceOptions, kept());
    }

    /** Sends the EVENT to the subscribers of one subscription that matches. */
    void deliver(Subscription subscription) {
        encoded.clear();
        int receivers = subscription.subscribers.size();
        for (Subscriber[] chunk : subscription.subscribers.chunks()) {
            for (Subscriber subscriber : chunk) {
                Session session = subscriber.session;
                if (session != excluded && (audience == null || audience.includes(session.info))) {
                    deliver(subscriber, receivers);
                }
            }
        }
    }

    private void deliver(Subscriber subscriber, int receivers) {
        Session session = subscriber.session;
        Encoded event = encoded(session, subscriber.subscription, receivers);
        if (!event.sendable()) {
            context.counters().eventsUnconvertible.increment();
            return;
        }
        Outbox outbox = session.outbox;
        outbox.lock.lock();
        try {
            if (subscriber.active && session.open && outbox.put(event, patient) && patient) {
                full = full.isEmpty() ? new ArrayList<>() : full;
                full.add(outbox);
            }
        } finally {
            outbox.lock.unlock();
        }
    }

    private Encoded encoded(Session session, Subscription subscription, int receivers) {
        Slot slot = session.slot();
        Framing framing = session.connection().framing();
        for (int i = 0; i < encoded.size(); i++) {
            Encoded known = encoded.get(i);
            if (known.fits(slot, framing)) {
                return known;
            }
        }
        Encoded fresh = encode(slot, session.connection(), subscription, receivers);
        encoded.add(fresh);
        return fresh;
    }

    private Encoded encode(Slot slot, Connection connection, Subscription subscription, int receivers) {
        Framing framing = connection.framing();
        Encoded.Origin origin = new Encoded.Origin(subscription, topic);
        Options eventDetails = subscription.match == Match.EXACT ? details : details.with("topic", topic);
        Serializer serializer = slot.serializer();
        Payload fitting = null;
        try {
            fitting = serializer == null ? null : fitting(serializer);
        } catch (ProtocolViolation e) {
            return new Encoded(origin, slot, framing, null, null, 0);
        }
        if (serializer == null || fitting == null) {
            Event message = new Event(subscription.id, id, eventDetails, kept());
            return new Encoded(origin, slot, framing, null, message, kept().length());
        }
        context.counters().eventsEncoded.increment();
        WriteBuffer out = Scratch.buffer();
        serializer.encode(new Event(subscription.id, id, eventDetails, fitting), out);
        int messageBytes = out.length();
        framing.frame(out);
        return new Encoded(origin, slot, framing, SharedFrames.of(out, receivers), null, messageBytes);
    }

    /** The payload in the serializer's format, or null while it cannot be converted. */
    private @Nullable Payload fitting(Serializer serializer) throws ProtocolViolation {
        if (payload.isEmpty() || payload.format() == serializer.format()) {
            return payload;
        }
        for (Payload candidate : converted) {
            if (candidate.format() == serializer.format()) {
                return candidate;
            }
        }
        Payload fresh = context.serializers().convert(payload, serializer);
        if (fresh != null) {
            converted.add(fresh);
        }
        return fresh;
    }
}
