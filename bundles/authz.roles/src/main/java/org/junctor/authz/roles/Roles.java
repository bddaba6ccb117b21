package org.junctor.authz.roles;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junctor.api.security.Action;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Match;

/** The roles of a realm by name. */
record Roles(Map<String, Role> roles) {
    /** No role at all. */
    static final Roles NONE = new Roles(Map.of());

    /** The answer for what others have to decide. */
    static final CompletionStage<Decision> UNKNOWN = Decision.UNKNOWN.now();

    private static final CompletionStage<Decision> DENY = Decision.DENY.now();

    /** What a role may do; a role that is not configured may do nothing. */
    CompletionStage<Decision> decide(String name, Action action, String uri, Match match) {
        Role role = roles.get(name);
        return role == null ? DENY : role.decide(action, uri, match);
    }
}
