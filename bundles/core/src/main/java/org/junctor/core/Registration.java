package org.junctor.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Match;

/** A procedure or pattern that somebody offers. */
final class Registration {
    final long id;
    final Match match;
    final String uri;

    /** How calls are shared among its callees: REGISTER.Options.invoke. */
    final String policy;

    /** In the order in which they registered; replaced as a whole under the dealer's lock. */
    private volatile List<Callee> callees = List.of();

    Registration(long id, Match match, String uri, String policy) {
        this.id = id;
        this.match = match;
        this.uri = uri;
        this.policy = policy;
    }

    List<Callee> callees() {
        return callees;
    }

    /** Who answers the next call; null if nobody is left. The policy {@code single} has one callee at most. */
    @Nullable
    Callee next() {
        List<Callee> now = callees;
        return now.isEmpty() ? null : now.get(0);
    }

    void add(Callee callee) {
        List<Callee> more = new ArrayList<>(callees);
        more.add(callee);
        callees = List.copyOf(more);
    }

    /** Whether nobody is left. */
    boolean remove(Callee callee) {
        List<Callee> rest = new ArrayList<>(callees);
        rest.remove(callee);
        callees = List.copyOf(rest);
        return rest.isEmpty();
    }
}
