package org.junctor.authz.dynamic;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junctor.api.security.Action;
import org.junctor.api.security.Match;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The sessions by which this bundle calls authorizers, and the little that they may do. */
@Component(service = OwnSessions.class)
public final class OwnSessions {
    static final String ON_CREATE = "wamp.registration.on_create";
    static final String ON_DELETE = "wamp.registration.on_delete";
    static final String MATCHING = "wamp.registration.match";

    private final Map<Long, Set<String>> procedures = new ConcurrentHashMap<>();

    /** Starts with none. */
    @Activate
    public OwnSessions() {}

    /** A session is one of ours, and calls these. */
    void add(long session, Set<String> called) {
        procedures.put(session, called);
    }

    void remove(long session) {
        procedures.remove(session);
    }

    /** Whether a session is one of ours. */
    boolean has(long session) {
        return procedures.containsKey(session);
    }

    /** Whether a session of ours needs to do this. */
    boolean allows(long session, Action action, String uri, Match match) {
        if (match != Match.EXACT) {
            return false;
        }
        return switch (action) {
            case CALL ->
                uri.equals(MATCHING)
                        || procedures.getOrDefault(session, Set.of()).contains(uri);
            case SUBSCRIBE -> uri.equals(ON_CREATE) || uri.equals(ON_DELETE);
            default -> false;
        };
    }
}
