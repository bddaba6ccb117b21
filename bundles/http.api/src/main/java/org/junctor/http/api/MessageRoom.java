package org.junctor.http.api;

import org.eclipse.jetty.io.ByteBufferPool;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How much all peers together may have begun of messages and not ended. The buffer pool of each listener is one, the same for all.
 * Thread-safe; nothing blocks.
 */
@ProviderType
public interface MessageRoom {
    /** So much of a message is taken in any case: else a few could keep all others from sending the shortest. */
    int FREE_BYTES = 4096;

    /** Room without an end. */
    MessageRoom ENDLESS = new MessageRoom() {
        @Override
        public boolean take(int more, int own) {
            return true;
        }

        @Override
        public void give(int octets) {
            // Nobody counts.
        }
    };

    /**
     * Takes room for {@code more} octets, to be {@linkplain #give given back} when they are let go.
     *
     * @param own how many octets of the same message are counted already
     * @return false if peers have begun too much: nothing was taken, and the connection is to be closed. Never for {@link #FREE_BYTES}
     *     octets of a message, nor for who is alone
     */
    boolean take(int more, int own);

    /** Gives all octets of a message back. */
    void give(int octets);

    /** A message has begun that takes more than {@link #FREE_BYTES}: {@code sender} hears if its rest comes too slowly. */
    default void begun(PartialMessage message, MessageSender sender) {}

    /** All of it is there, or nobody wants it any more. Idempotent. */
    default void ended(PartialMessage message) {}

    /** The room of a pool of a server or connector; endless if no listener of Junctor made it. */
    static MessageRoom of(ByteBufferPool pool) {
        return pool instanceof MessageRoom room ? room : ENDLESS;
    }
}
