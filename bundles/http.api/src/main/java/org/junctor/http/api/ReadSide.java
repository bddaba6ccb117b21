package org.junctor.http.api;

import org.eclipse.jetty.io.EndPoint;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The read half of one connection: every end point that a listener makes is one. It counts the octets that it reads, and is told how
 * many messages they were; a peer that sends more of either than the listener allows is not read for a while. Thread-safe; nothing
 * blocks.
 */
@ProviderType
public interface ReadSide {
    /** One whose peer may send as fast as it can. */
    ReadSide FREE = new ReadSide() {
        @Override
        public void took(int messages) {
            // Nobody counts.
        }

        @Override
        public boolean resting() {
            return false;
        }
    };

    /**
     * The read side of a connection; {@link #FREE} if its end point counts nothing.
     *
     * @throws IllegalStateException if the end point, or what it wraps, was not made by a listener of Junctor
     */
    static ReadSide of(EndPoint endPoint) {
        return WriteSide.of(endPoint) instanceof ReadSide side ? side : FREE;
    }

    /** So many messages, or frames of them, were taken. What was read before may still be delivered. */
    void took(int messages);

    /** Whether the peer is not read at present because it has sent too much, so that its silence means nothing. */
    boolean resting();
}
