package org.junctor.http.api;

import org.eclipse.jetty.server.Handler;
import org.junctor.api.operation.PartFailure;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Serves one type of path of web listeners: a service with the property {@value #TYPE}. The listener keeps the path while the service
 * is away and answers 503.
 */
@ConsumerType
public interface PathService {
    /** Service property: the path's type in the node file, such as {@code static}. */
    String TYPE = "type";

    /**
     * Makes the handler of one path. The listener starts it, stops it when the path, the listener or this service goes, and has
     * already removed the path's own prefix from what {@code Request.getPathInContext} answers; that is empty for the path itself
     * without a slash behind it. A connection that the handler upgrades to is called by the thread of the selector, and must not block.
     *
     * @throws PartFailure if the path cannot be served (a folder that is missing …); the listener does not start then
     */
    Handler create(PathConfig config) throws PartFailure;
}
