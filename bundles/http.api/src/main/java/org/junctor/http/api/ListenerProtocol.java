package org.junctor.http.api;

import org.eclipse.jetty.server.ConnectionFactory;
import org.junctor.api.operation.PartFailure;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A protocol that is not HTTP, spoken on connections of a listener: a service with the property {@value #TYPE}. A listener of that
 * type alone opens its socket while the service is there and closes it, and its connections, when the service goes.
 */
@ConsumerType
public interface ListenerProtocol {
    /** Service property: the transport's type in the node file, such as {@code rawsocket}. */
    String TYPE = "type";

    /**
     * Makes the connections of one listener. Their end points are {@link WriteSide}s.
     *
     * @param config id and keys of the transport
     */
    ConnectionFactory create(PathConfig config) throws PartFailure;
}
