package org.junctor.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.SessionInfo;

/** How many sessions there are, in all and of each principal, and how many there may be. */
final class Attendance {
    private final AtomicInteger all = new AtomicInteger();
    private final Map<Principal, Integer> principals = new ConcurrentHashMap<>();

    /** Somebody who may have several sessions. */
    private record Principal(String realm, String authid) {
        static Principal of(SessionInfo info) {
            return new Principal(info.realm(), info.authid());
        }
    }

    /** A session is about to be welcomed: null, or why it must not be; then it need not leave. */
    @Nullable
    String enter(SessionInfo info, Quotas quotas) {
        int present = all.incrementAndGet();
        int own = principals.merge(Principal.of(info), 1, Integer::sum);
        String refusal = null;
        if (quotas.sessionsMax() > 0 && present > quotas.sessionsMax()) {
            refusal = "this router takes " + quotas.sessionsMax() + " sessions at most";
        } else if (quotas.principalSessionsMax() > 0 && own > quotas.principalSessionsMax()) {
            refusal = "one authid may have " + quotas.principalSessionsMax() + " sessions in a realm at most";
        }
        if (refusal != null) {
            leave(info);
        }
        return refusal;
    }

    /** A session that has entered has ended. */
    void leave(SessionInfo info) {
        all.decrementAndGet();
        principals.computeIfPresent(Principal.of(info), (principal, count) -> count == 1 ? null : count - 1);
    }
}
