package org.junctor.api.operation;

import java.util.List;
import java.util.Map;
import org.junctor.api.security.SessionInfo;
import org.osgi.annotation.versioning.ProviderType;

/** The running router core as an operator sees it: a service of the bundle {@code core}. Thread-safe; answers are snapshots. */
@ProviderType
public interface Router {
    /** The realms that are configured, in the order of their names. */
    List<String> realms();

    /** The open sessions of a realm; none for a realm that does not exist. */
    List<SessionInfo> sessions(String realm);

    /** The registrations of a realm. */
    List<Entry> registrations(String realm);

    /** The subscriptions of a realm. */
    List<Entry> subscriptions(String realm);

    /**
     * Ends a session with GOODBYE.
     *
     * @param reason a URI, such as {@code wamp.close.killed}
     * @return false if there is no such session
     */
    boolean kill(long session, String reason, String message);

    /** All counters by name, such as {@code events.dropped}; they only grow while the core lives. */
    Map<String, Long> counters();

    /** Ends all sessions with GOODBYE and accepts no HELLO from then on: part of the node's drain. */
    void shutdown();

    /**
     * No new CALL is routed from now on, and HELLO is answered by ABORT; running calls go on: the first part of the node's drain.
     */
    void drain();

    /** How many calls wait for their result. */
    int callsInFlight();

    /**
     * A registration or subscription.
     *
     * @param id its id
     * @param uri URI or pattern
     * @param match how it matches
     * @param sessions ids of the callees or subscribers
     */
    record Entry(long id, String uri, String match, List<Long> sessions) {}
}
