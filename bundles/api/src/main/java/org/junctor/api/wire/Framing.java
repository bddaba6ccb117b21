package org.junctor.api.wire;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Turns an encoded message into the octets that a transport puts on the wire (a WebSocket frame, a RawSocket frame, one message of
 * a batch). Instances are interned: connections that return the same object share frames, so that an event is framed once for all
 * of them. Called by any thread; keeps no state; never blocks.
 */
@ConsumerType
@FunctionalInterface
public interface Framing {
    /** For connections that frame each message themselves (deflate, HTTP/2, long-poll, in-process): leaves it as it is. */
    Framing NONE = message -> {};

    /**
     * Puts a header before the message in {@code message}, and a trailer behind it if the transport has one.
     *
     * @param message exactly one encoded message; at most {@link WriteBuffer#HEADROOM} octets may be prepended
     */
    void frame(WriteBuffer message);
}
