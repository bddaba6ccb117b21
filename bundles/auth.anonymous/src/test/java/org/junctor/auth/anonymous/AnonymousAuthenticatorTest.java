package org.junctor.auth.anonymous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.Principal;
import org.junctor.api.transport.Peer;
import org.junit.jupiter.api.Test;

final class AnonymousAuthenticatorTest {
    private static final Principal JOE = principal("joe");

    private @Nullable Principal found;
    private final AnonymousAuthenticator subject = new AnonymousAuthenticator();

    private AuthResult begin(Map<String, ? extends @Nullable Object> config) {
        Options forged = Options.of(Map.of("authid", "root", "authrole", "admin"));
        AuthRequest request = new AuthRequest(
                "realm1",
                1,
                new Hello("realm1", forged),
                Peer.of("websocket", "127.0.0.1:1"),
                config,
                query -> CompletableFuture.completedFuture(query.fits().test(JOE) ? JOE : found));
        return subject.begin(request).toCompletableFuture().join();
    }

    private AuthResult.Accept accept(Map<String, ? extends @Nullable Object> config) {
        return assertInstanceOf(AuthResult.Accept.class, begin(config));
    }

    @Test
    void withoutConfigurationTheRoleIsAnonymousAndTheNameRandom() {
        AuthResult.Accept first = accept(Map.of());
        AuthResult.Accept second = accept(Map.of());

        assertEquals("anonymous", first.authrole());
        assertEquals("static", first.provider());
        assertTrue(first.authid().matches("[A-Za-z0-9_-]{20}"), first.authid());
        assertNotEquals(first.authid(), second.authid());
    }

    @Test
    void roleAndNameComeFromTheConfigurationOnly() {
        AuthResult.Accept result = accept(Map.of("type", "static", "role", "guest", "authid", "joe", "realm", "other"));

        assertEquals("guest", result.authrole());
        assertEquals("joe", result.authid());
    }

    private static Principal principal(String authid) {
        return new Principal(authid, "guest", null, false, Map.of(), Options.of("floor", 3L));
    }

    @Test
    void aSourceMaySayWhoIsLetInButNobodyOfAListIsMeant() {
        AuthResult.Deny denied = assertInstanceOf(AuthResult.Deny.class, begin(Map.of("type", "file")));
        assertEquals(Reason.AUTHENTICATION_DENIED, denied.reason());
        found = principal("visitor 7");

        AuthResult.Accept result = accept(Map.of("type", "dynamic"));

        assertEquals("visitor 7", result.authid());
        assertEquals("guest", result.authrole());
        assertEquals("dynamic", result.provider());
        assertEquals(Map.of("floor", 3L), result.extra().entries());
    }

    @Test
    void aConfigurationThatCannotBeUsedLetsNobodyIn() {
        List<Map<String, @Nullable Object>> configs = List.of(
                Map.of("role", ""),
                Map.of("role", 7L),
                Map.of("authid", List.of()),
                Collections.singletonMap("role", null));
        for (Map<String, @Nullable Object> config : configs) {
            AuthResult.Deny denied = assertInstanceOf(AuthResult.Deny.class, begin(config), config::toString);

            assertEquals(Reason.AUTHENTICATION_FAILED, denied.reason());
        }
    }
}
