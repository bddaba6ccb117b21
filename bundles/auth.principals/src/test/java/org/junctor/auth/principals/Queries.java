package org.junctor.auth.principals;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Options;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.Principal;
import org.junctor.api.security.PrincipalQuery;
import org.junctor.api.transport.Peer;

/** Queries of a method that asks in {@code realm1}. */
final class Queries {
    private Queries() {}

    /** For one authid. */
    static PrincipalQuery query(Map<String, ? extends @Nullable Object> settings, @Nullable String authid) {
        return new PrincipalQuery("ticket", authid, Map.of(), principal -> true, request(settings));
    }

    /** For whoever fits. */
    static PrincipalQuery query(Map<String, ? extends @Nullable Object> settings, Predicate<Principal> fits) {
        return new PrincipalQuery("cryptosign", null, Map.of(), fits, request(settings));
    }

    private static AuthRequest request(Map<String, ? extends @Nullable Object> settings) {
        return new AuthRequest(
                "realm1",
                1,
                new Hello("realm1", Options.EMPTY),
                Peer.of("websocket", "127.0.0.1:1"),
                settings,
                query -> CompletableFuture.completedFuture(null));
    }
}
