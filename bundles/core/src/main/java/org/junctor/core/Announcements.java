package org.junctor.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;

/**
 * What clients say in HELLO that they can, each kept once for all sessions that say the same: clients of one library do, and it would
 * be half of what an idle session holds. Thread-safe.
 */
final class Announcements {
    private static final String ROLES = "roles";
    /** What authentication methods are given: tokens may be in it, and nobody needs it afterwards. */
    private static final String EXTRA = "authextra";

    private static final int MOST_KEPT = 64;
    private static final int MOST_BYTES = 8192;

    private final Map<Object, Object> known = Collections.synchronizedMap(new LinkedHashMap<>(MOST_KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Object> eldest) {
            return size() > MOST_KEPT;
        }
    });

    /** The same details without {@code authextra}, whose {@code roles} are those of others who said the same before. */
    Options shared(Options details) {
        Object roles = details.entries().get(ROLES);
        boolean share = roles != null && Footprint.value(roles) <= MOST_BYTES;
        if (!share && !details.has(EXTRA)) {
            return details;
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(details.entries());
        copy.remove(EXTRA);
        if (roles != null && share) {
            Object shared = known.computeIfAbsent(roles, same -> same);
            copy.put(ROLES, shared);
            if (copy.size() == 1) {
                return Options.of(ROLES, shared);
            }
        }
        return Options.of(copy);
    }
}
