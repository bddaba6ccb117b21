package org.junctor.api.transport;

import java.nio.ByteBuffer;
import org.junctor.api.wire.Framing;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One end of a connection that carries whole messages; a transport implements it. Any thread may call; {@link #offer} is never called
 * by two threads at once. Nothing here blocks.
 */
@ConsumerType
public interface Channel {
    /**
     * Takes one framed message for the peer, or refuses it. What is taken is sent in order, together with what else is taken during
     * the same pass of the thread that reads.
     *
     * @param frame framed by {@link #framing()}, or the bare message for {@link Framing#NONE}. A heap buffer is only lent, and is
     *     copied before the call returns; a direct buffer is shared by many connections, never changes, and may be kept: it is sent
     *     from a {@linkplain ByteBuffer#duplicate() duplicate}
     * @return false if more than 64 KiB are waiting to be written: nothing was taken, and {@link Receiver#writable()} follows exactly
     *     once. True also when the connection is closed already, and the message is dropped
     */
    boolean offer(ByteBuffer frame);

    /**
     * How many octets of what was taken the network has taken in its turn, since the connection began: the same number again and
     * again means that the peer takes nothing. May lag behind a little. A transport that cannot tell says 0.
     */
    default long written() {
        return 0;
    }

    /** Stops reading from the peer, so that the network pushes back. Idempotent. */
    void pause();

    /** Reads again. Idempotent. */
    void resume();

    /**
     * Writes what was taken, then closes. Later calls do nothing. {@link Receiver#closed} follows, at once if the peer does not take
     * what is left within 10 s.
     *
     * @param text a sentence for the peer, where the transport can carry one
     */
    void close(CloseReason reason, String text);

    /** How frames are made for this connection; the same object from the first message on that the peer sends. */
    Framing framing();

    /** Longest message in octets that the peer takes, without framing. */
    int maxMessageBytes();
}
