package org.junctor.transport.websocket;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ByteBufferPool;
import org.jspecify.annotations.Nullable;
import org.junctor.http.api.MessageSender;
import org.junctor.http.api.PartialMessage;

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
    private final boolean text;
    private final boolean compressed;
    private final @Nullable Utf8Check utf8;
    private final PartialMessage octets;
    private int fragments;
    private boolean whole;
    private boolean dropped;

    Reassembly(Limits limits, ByteBufferPool pool, MessageSender sender, boolean text, boolean compressed) {
        this.limits = limits;
        this.octets = new PartialMessage(pool, sender);
        this.text = text;
        this.compressed = compressed;
        this.utf8 = text && !compressed ? new Utf8Check() : null;
    }

    /** Takes a copy of the next fragment, {@code last} if it ends the message. */
    synchronized Outcome add(ByteBuffer fragment, boolean last) {
        if (++fragments > limits.fragments()) {
            return Outcome.TOO_MANY;
        }
        int before = octets.length();
        int length = fragment.remaining();
        if (length > limits.messageBytes() - before) {
            return Outcome.TOO_LARGE;
        }
        if (dropped || !octets.add(fragment.slice(), length, limits.messageBytes())) {
            return Outcome.NO_ROOM;
        }
        if (utf8 != null
                && (!utf8.accepts(octets.array(), octets.offset() + before, length) || (last && !utf8.complete()))) {
            return Outcome.NOT_UTF8;
        }
        whole = last;
        return Outcome.TAKEN;
    }

    /** Gives back what it took, when the message was delivered or refused. */
    synchronized void release() {
        octets.release();
    }

    /** The connection is gone: nothing can be added any more. A message that is whole is for the thread that delivers it to release. */
    synchronized void drop() {
        dropped = true;
        if (!whole) {
            octets.release();
        }
    }

    boolean text() {
        return text;
    }

    boolean compressed() {
        return compressed;
    }

    PartialMessage octets() {
        return octets;
    }
}
