package org.junctor.core;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Event;
import org.junctor.api.wire.Framing;

/**
 * An EVENT as all subscribers with one serializer and one framing get it: one frame for all of them. Or, while their serializer is
 * away, the message itself.
 */
final class Encoded {
    private final Origin origin;
    private final Slot slot;
    private final Framing framing;
    private final @Nullable ByteBuffer frame;
    private final @Nullable Event message;
    private final int messageBytes;
    private final AtomicInteger waiting = new AtomicInteger();

    /** What it is an EVENT of: one of the same origin makes it out of date. */
    record Origin(Subscription subscription, String topic) {}

    /**
     * An EVENT.
     *
     * @param frame shared by all; null to send nothing, or {@code message} later
     * @param messageBytes size of the message without framing
     */
    Encoded(
            Origin origin,
            Slot slot,
            Framing framing,
            @Nullable ByteBuffer frame,
            @Nullable Event message,
            int messageBytes) {
        this.origin = origin;
        this.slot = slot;
        this.framing = framing;
        this.frame = frame;
        this.message = message;
        this.messageBytes = messageBytes;
    }

    Origin origin() {
        return origin;
    }

    boolean fits(Slot otherSlot, Framing otherFraming) {
        return slot == otherSlot && framing == otherFraming;
    }

    /** Whether there is anything to send at all. */
    boolean sendable() {
        return frame != null || message != null;
    }

    /** The frame, to be offered by the thread that made it. */
    @Nullable
    ByteBuffer lend() {
        return frame == null || frame.isDirect() ? frame : frame.clear();
    }

    @Nullable
    Event message() {
        return message;
    }

    int messageBytes() {
        return messageBytes;
    }

    int queuedBytes() {
        return frame == null ? messageBytes : frame.capacity();
    }

    /** It begins to wait for one more peer; true if that is the only one. */
    boolean waits() {
        return waiting.getAndIncrement() == 0;
    }

    /** It waits for one peer less; true if it was the last. */
    boolean left() {
        return waiting.decrementAndGet() == 0;
    }
}
