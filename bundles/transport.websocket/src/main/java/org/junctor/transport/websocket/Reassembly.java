package org.junctor.transport.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The fragments of one message that have come so far. Kept only while there are some. */
final class Reassembly {
    /** Outcome of one fragment. */
    enum Outcome {
        /** It fits. */
        TAKEN,
        /** The message is longer than the limit. */
        TOO_LARGE,
        /** The message has more fragments than the limit. */
        TOO_MANY,
        /** The text is not UTF-8. */
        NOT_UTF8,
        /** There is no room for more at the moment, because of all that others have begun. */
        NO_ROOM
    }

    private final Limits limits;
    private final Budget budget;
    private final boolean text;
    private final boolean compressed;
    private final @Nullable Utf8Check utf8;
    private final Growing octets = new Growing();
    private int fragments;
    private boolean released;

    Reassembly(Limits limits, Budget budget, boolean text, boolean compressed) {
        this.limits = limits;
        this.budget = budget;
        this.text = text;
        this.compressed = compressed;
        this.utf8 = text && !compressed ? new Utf8Check() : null;
    }

    /** Takes a copy of the next fragment, {@code last} if it ends the message. */
    synchronized Outcome add(ByteBuffer fragment, boolean last) {
        if (++fragments > limits.fragments()) {
            return Outcome.TOO_MANY;
        }
        int length = fragment.remaining();
        if (length > limits.messageBytes() - octets.size()) {
            return Outcome.TOO_LARGE;
        }
        if (released || !budget.take(length, octets.size())) {
            return Outcome.NO_ROOM;
        }
        byte[] array = Octets.array(fragment);
        int offset = Octets.offset(fragment);
        octets.write(array, offset, length);
        if (utf8 != null && (!utf8.accepts(array, offset, length) || (last && !utf8.complete()))) {
            return Outcome.NOT_UTF8;
        }
        return Outcome.TAKEN;
    }

    /** Gives back what it took. Nothing can be added any more; may be called by any thread, and more than once. */
    synchronized void release() {
        if (!released) {
            released = true;
            budget.give(octets.size());
        }
    }

    boolean text() {
        return text;
    }

    boolean compressed() {
        return compressed;
    }

    byte[] array() {
        return octets.array();
    }

    int length() {
        return octets.size();
    }

    private static final class Growing extends ByteArrayOutputStream {
        byte[] array() {
            return buf;
        }
    }
}
