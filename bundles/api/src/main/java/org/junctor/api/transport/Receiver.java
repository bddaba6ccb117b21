package org.junctor.api.transport;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a transport delivers what one peer sends. All calls for one connection are serial: by one thread at a time, each seeing what
 * the one before it did. None of them blocks.
 */
@ProviderType
public interface Receiver {
    /**
     * One whole message arrived. The octets are lent for the length of the call. After {@link Channel#pause()} the transport
     * delivers nothing more, not even what it has already read, until {@link Channel#resume()}; a message whose delivery began
     * before that may still arrive once.
     */
    void receive(byte[] octets, int offset, int length);

    /**
     * The same with octets that are given away: all of the array is the message, and the transport does not touch it any more. So a long
     * message need not be copied to be worked at by another thread. A receiver that only passes messages on passes this on, too.
     */
    default void receiveGiven(byte[] octets) {
        receive(octets, 0, octets.length);
    }

    /**
     * There is room again: called once after each {@link Channel#offer} that was refused. May be called by another thread than
     * {@link #receive}.
     */
    void writable();

    /**
     * The transport is being stopped, and will close the connection within half a second: the session is ended with GOODBYE, and the
     * connection closed when that is written. May be called by another thread than {@link #receive}.
     *
     * @param reason a sentence for the peer and for the log
     */
    default void goingAway(String reason) {}

    /**
     * The peer broke the rules of its transport, and the transport has no words of its own for that: the session is ended with ABORT,
     * and the connection closed when that is written. Called as {@link #receive} is; nothing is received afterwards.
     *
     * @param text a sentence for the peer and for the log
     */
    default void violation(String text) {}

    /**
     * The connection is gone; nothing is called afterwards. Called exactly once, also after {@link Channel#close}.
     *
     * @param reason a sentence for the log
     */
    void closed(String reason);
}
