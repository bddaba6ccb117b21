package org.junctor.core;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
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
    private final Queued queue;
    private final Stall stall;
    private final Slowness slowness;
    private boolean full; // the owner was told so
    private boolean closed;
    /** Who waits until there is room. */
    private List<Runnable> awaiting = List.of();

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
        /** More waits than {@code outbox.max.bytes} or {@code outbox.max.messages}. */
        void outboxFull();

        /** What happens with EVENTs for the peer when it is slow. */
        SlowPolicy policy();

        /** The peer has become slow: its outbox is full. */
        void slow(SlowPolicy policy);

        /** It is not any more, and has missed so many EVENTs. */
        void caughtUp(long missed);

        /** The peer must be disconnected: it is too slow. */
        void outboxOverflow(String text);

        /** An INVOCATION or EVENT that had waited un-encoded cannot be sent. */
        void undeliverable(Message message, Outcome why);

        /** The peer must get this message, but it is longer than the peer takes. */
        void unsendable(Message message);

        /** Less than half of what may wait does so again. Called without the lock. */
        void outboxRelieved();
    }

    Outbox(Connection connection, Slot slot, Context context, Owner owner) {
        this.connection = connection;
        this.slot = slot;
        this.context = context;
        this.owner = owner;
        queue = new Queued(context.waiting());
        slowness = new Slowness(queue, context, owner);
        stall = new Stall(connection, context, lock, this::stalled);
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
            if (!needed || closed || stall.waits() || goodbye == null) {
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

    /** The same with the lock held. */
    private void close() {
        closed = true;
        stall.forget();
        queue.clear();
        if (!awaiting.isEmpty()) {
            List<Runnable> tell = awaiting;
            context.timer().after(0, () -> tell.forEach(Runnable::run)); // they take other locks
            awaiting = List.of();
        }
    }

    /** Has {@code task} run when there is room again, or nothing is sent any more; false if it is so already. Called without the lock. */
    boolean awaitRoom(Runnable task) {
        lock.lock();
        try {
            if (!full || closed) {
                return false;
            }
            awaiting = awaiting.isEmpty() ? new ArrayList<>(1) : awaiting;
            awaiting.add(task);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Does not have it run any more. Called without the lock. */
    void forgetRoom(Runnable task) {
        lock.lock();
        try {
            awaiting.removeIf(waiting -> waiting == task);
        } finally {
            lock.unlock();
        }
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
        if (queue.isEmpty() && !stall.waits()) {
            if (connection.offer(out.view())) {
                return Outcome.SENT;
            }
            stall.begin();
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

    /**
     * Sends an EVENT, or does with it what the policy for slow subscribers says.
     *
     * @param patient whether its publisher waits if it should
     * @return whether the publisher is to wait
     */
    boolean put(Encoded event, boolean patient) {
        if (closed) {
            return false;
        }
        ByteBuffer frame = event.lend();
        if (event.messageBytes() > connection.maxMessageBytes()) {
            context.counters().eventsTooLarge.increment();
            return false;
        }
        if (frame != null && queue.isEmpty() && !stall.waits()) {
            if (connection.offer(frame)) {
                context.counters().eventsSent.increment();
                return false;
            }
            stall.begin();
        }
        SlowPolicy policy = owner.policy();
        if (full && policy == SlowPolicy.DISCONNECT) {
            overflow(queue.messages() + " messages of " + queue.bytes()
                    + " octets wait for this peer: it is too slow a subscriber");
            return false;
        }
        if (!slowness.admits(policy, event, full, patient)) {
            return false;
        }
        context.counters().eventsSent.increment();
        // A duplicate, because the transport may move about in what this thread lends to others meanwhile.
        ByteBuffer own = frame == null ? null : frame.duplicate();
        enqueue(new Waiting.Entry(own, event.message(), event.queuedBytes() + ENTRY_BYTES, event));
        return full && policy == SlowPolicy.BLOCK_PUBLISHER;
    }

    /** The transport takes something again. Called without the lock. */
    void writable() {
        lock.lock();
        try {
            stall.end();
        } finally {
            lock.unlock();
        }
        retry();
    }

    /** Sends what waits and can be sent, as when a serializer is back. Called without the lock. */
    void retry() {
        boolean relieved;
        List<Runnable> tell = List.of();
        lock.lock();
        try {
            drain();
            relieved = full && !closed && slowness.relieved();
            full &= !relieved;
            if (relieved) {
                slowness.end();
                tell = awaiting;
                awaiting = List.of();
            }
        } finally {
            lock.unlock();
        }
        if (relieved) {
            owner.outboxRelieved();
            tellIfFull();
        }
        tell.forEach(Runnable::run);
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
        Waiting.Entry head = queue.head();
        while (head != null && !stall.waits()) {
            ByteBuffer frame = head.frame() != null ? head.frame().clear() : encode(head);
            if (frame == null) {
                return; // its serializer, or the sender's, is away
            }
            if (frame.hasRemaining() && !connection.offer(frame)) {
                stall.begin();
                return;
            }
            queue.removeHead();
            head = queue.head();
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

    private void enqueue(Waiting.Entry entry) {
        queue.add(entry);
        context.counters().outboxQueued.increment();
        if (!full && slowness.full()) {
            full = true;
            context.counters().outboxFull.increment();
            owner.outboxFull();
            slowness.begin(owner.policy());
        }
        long hard = context.waiting().hardBytes();
        if (queue.bytes() >= hard) {
            overflow("more than " + hard + " octets wait for this peer");
        }
    }

    private void overflow(String text) {
        context.counters().outboxOverflow.increment();
        close();
        owner.outboxOverflow(text);
    }

    private void stalled() {
        OutboxLimits limits = context.limits().outbox();
        context.counters().outboxStalled.increment();
        close();
        owner.outboxOverflow("the peer took less than " + limits.stallBytes() + " octets of what waits for it in "
                + limits.stallMs() + " ms");
    }
}
