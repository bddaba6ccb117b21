package org.junctor.api.security;

import org.osgi.annotation.versioning.ConsumerType;

/** Is told of sessions that join and leave: any number of services. Called on threads that must not be blocked. */
@ConsumerType
public interface SessionObserver {
    /** A session is about to be welcomed. Of each session before {@link #left}. */
    void joined(SessionInfo session);

    /**
     * A session has ended.
     *
     * @param reason the URI with which the client said GOODBYE; empty if it did not
     */
    void left(SessionInfo session, String reason);
}
