package org.junctor.api.transport;

import java.util.List;
import org.junctor.api.wire.SerializerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The router, as transports see it: a service that comes and goes with the router core. A transport does not use it directly but
 * through a {@link RouterPort}, which keeps connections while it is away.
 */
@ProviderType
public interface Acceptor {
    /** The serializers that are there now; asked at each handshake. */
    List<SerializerType> serializers();

    /**
     * Takes over a connection whose handshake is done. The first message may be delivered as soon as this returns.
     *
     * @param reused whether a session of an earlier router core ended on this connection, so that the peer's GOODBYE may still come
     */
    Receiver accept(Connection connection, boolean reused);
}
