package org.junctor.api.message;

/**
 * The peer broke the protocol. Ends its session with ABORT {@code wamp.error.protocol_violation} and nobody else's. The message is
 * sent to the peer: it names the field and the reason.
 */
public final class ProtocolViolation extends Exception {
    /** A violation; {@code reason} is a sentence for the peer. */
    public ProtocolViolation(String reason) {
        super(reason, null, false, false);
    }
}
