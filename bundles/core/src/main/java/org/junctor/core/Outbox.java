package org.junctor.core;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Message;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.transport.Connection;
import org.junctor.api.wire.WriteBuffer;

/**
 * All that waits for one peer, in order, and the only way to it. What the transport takes at once never enters the queue; what waits
 * while the peer's serializer is away is kept un-encoded.
 *
 * <p>Its lock also guards the state of the session behind it, so that "is it still open", "which id is next" and "send" are one step.
 * Nobody takes the lock of a second outbox while holding one. Methods want it held where they do not say
 * otherwise.
 */
final class Outbox {
    /** What is charged for a waiting message beside its octets: its objects on the heap. */
    static final int ENTRY_BYTES = 64;

    final ReentrantLock lock = new ReentrantLock();

    private final Connection connection;
    private final Slot slot;
    private final Context context;
    private final Owner owner;
    private final ArrayDeque<Waiting.Entry> queue = new ArrayDeque<>(1);
    private long queuedBytes;
    private long lastProgress;
    private boolean blocked; // an offer was refused, so writable() follows
    private boolean watched; // a check for a stall is due
    private boolean full; // the owner was told so
    private boolean closed;

    /** What becomes of a message. */
    enum Outcome {
        /** It is on its way or waits. */
        SENT,
        /** The peer does not take messages of this size; nothing was sent. */
        TOO_LARGE,
        /** Its payload cannot be converted for the peer; nothing was sent. */
        UNCONVERTIBLE
    }

    /** Who hears of the outbox's state. Called with the lock held, so they only take note. */
    interface Owner {
        /** More waits than {@code outbox.max.bytes}. */
        void outboxFull();

        /** The peer must be disconnected: it is too slow. */
        void outboxOverflow(String text);

        /** An INVOCATION or EVENT that had waited un-encoded cannot be sent. */
        void undeliverable(Message message, Outcome why);

        /** The peer must get this message, but it is longer than the peer takes. */
        void unsendable(Message message);

        /** Less than half of {@code outbox.max.bytes} waits again. Called without the lock. */
        void outboxRelieved();
    }

    Outbox(Connection connection, Slot slot, Context context, Owner owner) {
        this.connection = connection;
        this.slot = slot;
        this.context = context;
        this.owner = owner;
    }

    /** Whether nothing more should be added that can wait elsewhere. */
    boolean full() {
        return full;
    }

    /** Whether all was taken by the transport. Called without the lock. */
    boolean flushed() {
        lock.lock();
        try {
            return queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says GOODBYE while the serializer is away, past all that waits to be encoded. Called without the lock.
     *
     * @param needed whether there is anyone to say it to
     * @return whether nothing is left to be said
     */
    boolean farewell(boolean needed) {
        byte[] goodbye = slot.farewell();
        lock.lock();
        try {
            if (!needed || closed || blocked || goodbye == null) {
                return !needed;
            }
            WriteBuffer out = Scratch.buffer().put(goodbye, 0, goodbye.length);
            connection.framing().frame(out);
            return connection.offer(out.view());
        } finally {
            lock.unlock();
        }
    }

    /** Drops all that waits, and all that comes. Called without the lock. */
    void silence() {
        lock.lock();
        try {
            close();
        } finally {
            lock.unlock();
        }
    }

    long queuedBytes() {
        return queuedBytes;
    }

    /** The same with the lock held. */
    private void close() {
        closed = true;
        queue.forEach(context.waiting()::remove);
        queue.clear();
        queuedBytes = 0;
    }

    /** Sends a message without payload. */
    Outcome put(Message message) {
        return put(message, Payload.EMPTY);
    }

    /**
     * Sends a message.
     *
     * @param payload the message's own; it is converted if the peer has another format
     */
    Outcome put(Message message, Payload payload) {
        if (closed) {
            return Outcome.SENT;
        }
        Serializer serializer = slot.serializer();
        Message fitting = serializer == null ? null : message;
        if (serializer != null && !payload.isEmpty() && payload.format() != serializer.format()) {
            try {
                Payload converted = context.serializers().convert(payload, serializer);
                fitting = converted == null ? null : Messages.with(message, converted);
            } catch (ProtocolViolation e) {
                return Outcome.UNCONVERTIBLE;
            }
        }
        if (serializer == null || fitting == null) {
            Message kept = payload.isEmpty() ? message : Messages.with(message, payload.keep());
            enqueue(new Waiting.Entry(null, kept, payload.length() + ENTRY_BYTES, null));
            return Outcome.SENT;
        }
        return putEncoded(fitting, serializer);
    }

    private Outcome putEncoded(Message message, Serializer serializer) {
        WriteBuffer out = Scratch.buffer();
        serializer.encode(message, out);
        if (out.length() > connection.maxMessageBytes()) {
            return Outcome.TOO_LARGE;
        }
        connection.framing().frame(out);
        if (queue.isEmpty() && !blocked) {
            if (connection.offer(out.view())) {
                return Outcome.SENT;
            }
            block();
        }
        int bytes = out.length() + ENTRY_BYTES;
        enqueue(new Waiting.Entry(Scratch.keep(out), null, bytes, null));
        return Outcome.SENT;
    }

    /** Sends a message that the peer must get; gives the peer up if it is longer than the peer takes. */
    void must(Message message) {
        if (put(message) != Outcome.SENT) {
            close();
            owner.unsendable(message);
        }
    }

    /** Sends an EVENT, or does with it what the policy for slow subscribers says. */
    void put(Subscriber subscriber, Encoded event) {
        if (closed) {
            return;
        }
        ByteBuffer frame = event.lend();
        if (event.messageBytes() > connection.maxMessageBytes()) {
            context.counters().eventsTooLarge.increment();
            return;
        }
        if (frame != null && queue.isEmpty() && !blocked) {
            if (connection.offer(frame)) {
                context.counters().eventsSent.increment();
                return;
            }
            block();
        }
        if (full && !makeRoom()) {
            return;
        }
        context.counters().eventsSent.increment();
        // A duplicate, because the transport may move about in what this thread lends to others meanwhile.
        ByteBuffer own = frame == null ? null : frame.duplicate();
        enqueue(new Waiting.Entry(own, event.message(), event.queuedBytes() + ENTRY_BYTES, event));
    }

    /** The transport takes something again. Called without the lock. */
    void writable() {
        lock.lock();
        try {
            blocked = false;
            lastProgress = context.timer().nowMs();
        } finally {
            lock.unlock();
        }
        retry();
    }

    /** Sends what waits and can be sent, as when a serializer is back. Called without the lock. */
    void retry() {
        boolean relieved;
        lock.lock();
        try {
            drain();
            relieved = full && queuedBytes <= context.waiting().fullBytes() / 2;
            full &= !relieved;
        } finally {
            lock.unlock();
        }
        if (relieved) {
            owner.outboxRelieved();
            tellIfFull();
        }
    }

    /** What the owner did when there was room may have filled the queue again, and it then heard of the two in the wrong order. */
    private void tellIfFull() {
        lock.lock();
        try {
            if (full) {
                owner.outboxFull();
            }
        } finally {
            lock.unlock();
        }
    }

    private void drain() {
        while (!queue.isEmpty() && !blocked) {
            Waiting.Entry head = queue.element();
            ByteBuffer frame = head.frame() != null ? head.frame().clear() : encode(head);
            if (frame == null) {
                return; // its serializer, or the sender's, is away
            }
            if (frame.hasRemaining() && !connection.offer(frame)) {
                block();
                return;
            }
            queue.remove();
            context.waiting().remove(head);
            queuedBytes -= head.bytes();
        }
    }

    /** The frame of a message that waited un-encoded; empty if there is nothing to send, null if it must wait on. */
    private @Nullable ByteBuffer encode(Waiting.Entry entry) {
        Serializer serializer = slot.serializer();
        Message message = entry.message();
        if (serializer == null || message == null) {
            return null;
        }
        WriteBuffer out = Scratch.buffer();
        Outcome outcome = Outcome.UNCONVERTIBLE;
        try {
            Payload payload = context.serializers().convert(Messages.payload(message), serializer);
            if (payload == null) {
                return null;
            }
            serializer.encode(Messages.with(message, payload), out);
            outcome = out.length() > connection.maxMessageBytes() ? Outcome.TOO_LARGE : Outcome.SENT;
        } catch (ProtocolViolation e) {
            out.clear(); // UNCONVERTIBLE it stays
        }
        if (outcome != Outcome.SENT) {
            Message instead = instead(message, outcome);
            out.clear();
            if (instead == null) {
                return out.view();
            }
            serializer.encode(instead, out);
        }
        connection.framing().frame(out);
        return out.view();
    }

    private @Nullable Message instead(Message message, Outcome outcome) {
        Message error = Messages.failed(message, outcome);
        if (error == null) {
            owner.undeliverable(message, outcome);
        }
        return error;
    }

    /** Room for one EVENT in a full queue, as the policy has it; false if the EVENT is dropped. */
    private boolean makeRoom() {
        switch (context.limits().slowSubscriber()) {
            case DISCONNECT -> {
                overflow("more than " + queuedBytes + " octets wait for this peer: it is too slow a subscriber");
                return false;
            }
            case DROP_OLDEST -> {
                dropOldest();
                if (queuedBytes < context.waiting().fullBytes()) {
                    return true;
                }
            }
            case DROP_NEWEST -> {}
        }
        context.counters().eventsDropped.increment();
        return false;
    }

    private void dropOldest() {
        Iterator<Waiting.Entry> entries = queue.iterator();
        while (entries.hasNext() && queuedBytes >= context.waiting().fullBytes()) {
            Waiting.Entry entry = entries.next();
            if (entry.event() != null) {
                entries.remove();
                context.waiting().remove(entry);
                queuedBytes -= entry.bytes();
                context.counters().eventsDropped.increment();
            }
        }
    }

    private void enqueue(Waiting.Entry entry) {
        queue.add(entry);
        context.waiting().add(entry);
        queuedBytes += entry.bytes();
        context.counters().outboxQueued.increment();
        if (!full && queuedBytes >= context.waiting().fullBytes()) {
            full = true;
            context.counters().outboxFull.increment();
            owner.outboxFull();
        }
        long hard = context.waiting().hardBytes();
        if (queuedBytes >= hard) {
            overflow("more than " + hard + " octets wait for this peer");
        }
    }

    private void overflow(String text) {
        context.counters().outboxOverflow.increment();
        close();
        owner.outboxOverflow(text);
    }

    private void block() {
        blocked = true;
        if (!watched) {
            watched = true;
            lastProgress = context.timer().nowMs();
            context.timer().after(context.limits().outboxStallMs(), this::watch);
        }
    }

    private void watch() {
        lock.lock();
        try {
            watched = blocked && !closed;
            if (!watched) {
                return;
            }
            long left = lastProgress
                    + context.limits().outboxStallMs()
                    - context.timer().nowMs();
            if (left > 0) {
                context.timer().after(left, this::watch);
                return;
            }
            context.counters().outboxStalled.increment();
            close();
            owner.outboxOverflow("the peer took nothing for " + context.limits().outboxStallMs() + " ms");
        } finally {
            lock.unlock();
        }
    }
}
