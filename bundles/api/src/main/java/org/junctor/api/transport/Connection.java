package org.junctor.api.transport;

import org.osgi.annotation.versioning.ConsumerType;

/** The router's end of a connection, made by a listener. */
@ConsumerType
public interface Connection extends Channel {
    /** Name of the serializer that the handshake chose. */
    String serializer();

    /** Who is at the other end. */
    Peer peer();

    /** Which listener it came by. */
    Listener listener();

    /**
     * The router core is leaving, and keeps nothing of this connection: it has sent GOODBYE. The transport stops reading and keeps
     * the connection for the next core; {@link RouterPort} does that for it.
     */
    void detach();
}
