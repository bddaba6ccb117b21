package org.junctor.transport.longpoll;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Messages that wait for the next request of their client. Its connection guards it. */
final class Outgoing {
    private final Settings settings;
    private final boolean batched;
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private final List<ByteBuffer> sending = new ArrayList<>();
    private long bytes;
    private boolean refused;

    Outgoing(Settings settings, boolean batched) {
        this.settings = settings;
        this.batched = batched;
    }

    /** Takes a message, unless too much waits already. */
    boolean offer(ByteBuffer frame) {
        if (bytes > settings.queueBytes() || waiting.size() >= settings.queueMessages()) {
            refused = true;
            return false;
        }
        ByteBuffer message = frame.duplicate();
        if (!frame.isDirect()) {
            message = ByteBuffer.allocate(frame.remaining()).put(message).flip();
        }
        waiting.add(message);
        bytes += message.remaining();
        return true;
    }

    /** Whether there is something to answer with, and the last answer has gone out. */
    boolean ready() {
        return sending.isEmpty() && !waiting.isEmpty();
    }

    /** Whether an answer is being written. */
    boolean busy() {
        return !sending.isEmpty();
    }

    /** Whether the client has been sent all. */
    boolean done() {
        return sending.isEmpty() && waiting.isEmpty();
    }

    /** The octets of the next answer: one message, or a batch of all that wait. {@link #sent} or {@link #notSent} follows. */
    ByteBuffer take() {
        int length = 0;
        do {
            ByteBuffer message = waiting.remove();
            sending.add(message);
            length += message.remaining();
        } while (batched && !waiting.isEmpty() && length < settings.queueBytes());
        if (sending.size() == 1) {
            return sending.get(0).duplicate();
        }
        ByteBuffer batch = ByteBuffer.allocate(length);
        sending.forEach(message -> batch.put(message.duplicate()));
        return batch.flip();
    }

    /** The answer went out. */
    void sent() {
        sending.forEach(message -> bytes -= message.remaining());
        sending.clear();
    }

    /** The answer cannot have reached the client: what was in it is sent again. */
    void notSent() {
        for (int i = sending.size() - 1; i >= 0; i--) {
            waiting.addFirst(sending.get(i));
        }
        sending.clear();
    }

    /** Whether there is room again after an {@link #offer} was refused; true once. */
    boolean roomAgain() {
        boolean room = refused && bytes <= settings.queueBytes() / 2 && waiting.size() <= settings.queueMessages() / 2;
        refused &= !room;
        return room;
    }

    /** Forgets what waits. */
    void clear() {
        waiting.clear();
    }
}
