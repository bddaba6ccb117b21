package org.junctor.auth.principals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Principal;
import org.junit.jupiter.api.Test;

final class StaticPrincipalsTest {
    private static final Map<String, Object> JOE =
            Map.of("ticket", "geheim", "role", "guest", "extra", Map.of("floor", 3L));

    private final StaticPrincipals subject = new StaticPrincipals();

    private @Nullable Principal find(Map<String, ? extends @Nullable Object> settings, @Nullable String authid) {
        return subject.find(Queries.query(settings, authid))
                .toCompletableFuture()
                .join();
    }

    @Test
    void whoIsInTheSettingsIsFoundUnderBothSpellings() {
        for (String map : List.of("principals", "users")) {
            Principal joe = find(Map.of("type", "static", map, Map.of("joe", JOE)), "joe");

            assertNotNull(joe, map);
            assertEquals("joe", joe.authid());
            assertEquals("guest", joe.authrole());
            assertEquals("geheim", joe.entries().get("ticket"));
            assertEquals(Map.of("floor", 3L), joe.extra().entries());
            assertFalse(joe.proved());
            assertFalse(joe.toString().contains("geheim"), joe.toString());
        }
    }

    @Test
    void whoIsNotThereIsNobody() {
        assertNull(find(Map.of("principals", Map.of("joe", JOE)), "jo"));
        assertNull(find(Map.of("principals", Map.of()), ""));
        assertNull(find(Map.of(), "joe"));
    }

    @Test
    void whoBelongsToAnotherRealmIsNobody() {
        Map<String, Object> joe = Map.of("role", "guest", "realm", "realm2");
        Map<String, Object> eve = Map.of("role", "guest", "realm", "realm1");
        Map<String, Object> settings = Map.of("principals", Map.of("joe", joe, "eve", eve));

        assertNull(find(settings, "joe"));
        assertNotNull(find(settings, "eve"));
    }

    @Test
    void theDefaultRoleIsForThoseThatNameNone() {
        Map<String, Object> users = Map.of("joe", Map.of("role", "guest"), "eve", Map.of("secret", "x"));

        Principal joe = find(Map.of("users", users, "default-role", "user"), "joe");
        Principal eve = find(Map.of("users", users, "default-role", "user"), "eve");

        assertNotNull(joe);
        assertNotNull(eve);
        assertEquals("guest", joe.authrole());
        assertEquals("user", eve.authrole());
        assertNull(find(Map.of("users", users), "eve"), "without a role nobody is let in");
    }

    @Test
    void whatIsWrittenWrongLetsNobodyIn() {
        List<Object> wrong = List.of(
                "geheim",
                List.of(),
                Map.of("role", 7L),
                Map.of("role", ""),
                Map.of("role", "guest", "realm", 1L),
                Map.of("role", "guest", "extra", "x"));
        for (Object value : wrong) {
            assertNull(find(Map.of("principals", Map.of("joe", value)), "joe"), value::toString);
        }
        assertNull(find(Map.of("principals", List.of("joe")), "joe"));
    }

    @Test
    void withoutAuthidTheFirstThatFitsIsFound() {
        Map<String, Object> settings = Map.of(
                "principals",
                Map.of(
                        "joe", Map.of("role", "guest", "authorized_keys", List.of("aa", "bb")),
                        "eve", Map.of("role", "guest", "authorized_keys", List.of("cc"))));

        Principal found = subject.find(Queries.query(settings, principal -> has(principal, "cc")))
                .toCompletableFuture()
                .join();
        Principal nobody = subject.find(Queries.query(settings, principal -> has(principal, "dd")))
                .toCompletableFuture()
                .join();

        assertNotNull(found);
        assertEquals("eve", found.authid());
        assertNull(nobody);
    }

    private static boolean has(Principal principal, String key) {
        return principal.entries().get("authorized_keys") instanceof List<?> keys && keys.contains(key);
    }
}
