package org.junctor.authz.dynamic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.TimeUnit;
import org.junctor.api.security.Action;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Match;
import org.junit.jupiter.api.Test;

final class CacheTest {
    private long now = -5;
    private final Cache cache = new Cache(new Delegation("com.authorize", -1, 5_000, 1_000, 3), () -> now);

    private static Cache.Key key(long session) {
        return new Cache.Key(session, Action.CALL, "com.x", Match.EXACT);
    }

    @Test
    void whatWasNotUsedForTheLongestGoesFirst() {
        for (long i = 1; i <= 3; i++) {
            cache.keep(key(i), Decision.ALLOW, cache.generation());
        }
        cache.find(key(1));

        cache.keep(key(4), Decision.ALLOW, cache.generation());

        assertEquals(3, cache.size());
        assertNotNull(cache.find(key(1)));
        assertNull(cache.find(key(2)));
    }

    @Test
    void answersLiveForTheirTime() {
        cache.keep(key(1), Decision.ALLOW, cache.generation());
        now += TimeUnit.MILLISECONDS.toNanos(999);
        assertNotNull(cache.find(key(1)));

        now += TimeUnit.MILLISECONDS.toNanos(1);

        assertNull(cache.find(key(1)));
        assertEquals(0, cache.size());
    }

    @Test
    void longUrisAreNotKept() {
        String uri = "x".repeat(Cache.URI_MAX_LENGTH + 1);

        cache.keep(new Cache.Key(1, Action.CALL, uri, Match.EXACT), Decision.ALLOW, cache.generation());

        assertEquals(0, cache.size());
    }

    @Test
    void whatWasAskedBeforeAFlushIsNotKept() {
        long asked = cache.generation();
        cache.flush();

        cache.keep(key(1), Decision.ALLOW, asked);

        assertEquals(0, cache.size());
    }
}
