package org.junctor.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.wire.Framing;

/** What two ends of a byte stream say before and between messages. One for each connection; used by the thread of its {@link IoLoop}. */
interface Protocol {
    /** What the client says first. */
    byte[] request();

    /**
     * Reads the router's answer to the handshake.
     *
     * @return false if it is not all there yet
     * @throws IOException if the router refuses, or does not speak this protocol
     */
    boolean accepted(InputBuffer in) throws IOException;

    /**
     * Gives the next whole message, or what stands between messages, to {@code sink}.
     *
     * @return false if it is not all there yet
     * @throws ProtocolViolation if the router broke the protocol
     */
    boolean next(InputBuffer in, Sink sink) throws ProtocolViolation;

    /** What is said before the connection is closed; null for nothing. */
    @Nullable
    ByteBuffer farewell(CloseReason reason, String text);

    /** How messages are framed. */
    Framing framing();

    /** The longest message that the router takes, as far as the handshake told, in octets. */
    int maxMessageBytes();

    /** Takes what arrives. Octets are lent. */
    interface Sink {
        /** A message. */
        void message(byte[] octets, int offset, int length);

        /** An answer that the protocol itself demands. */
        void reply(ByteBuffer frame);

        /** The router closes the connection. */
        void closed(String reason);
    }
}
