package org.junctor.auth.wampcra;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Options;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.Authenticator;
import org.junctor.api.security.Principal;
import org.junctor.api.security.PrincipalQuery;
import org.junctor.api.transport.Peer;

/** Principals of a test, and handshakes of theirs. */
final class Users {
    final Map<String, Object> map = new HashMap<>();
    private final Map<String, Object> config = new HashMap<>(Map.of("users", map));

    void type(String type) {
        config.put("type", type);
        config.remove("users");
    }

    private CompletionStage<@Nullable Principal> find(PrincipalQuery query) {
        if (!(map.get(String.valueOf(query.authid())) instanceof Map<?, ?> fields)) {
            return CompletableFuture.completedFuture(null);
        }
        Map<String, Object> entries = new HashMap<>();
        fields.forEach((key, value) -> entries.put(key.toString(), value));
        String role = String.valueOf(entries.get("role"));
        return CompletableFuture.completedFuture(
                new Principal(String.valueOf(query.authid()), role, null, false, entries, Options.EMPTY));
    }

    AuthResult begin(Authenticator subject, Options details) throws Exception {
        AuthRequest request = new AuthRequest(
                "realm1",
                3251278072152162L,
                new Hello("realm1", details),
                Peer.of("websocket", "127.0.0.1:1"),
                config,
                this::find);
        return subject.begin(request).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    static AuthResult answer(AuthResult.Challenge challenge, String signature) throws Exception {
        return challenge
                .next()
                .answer(new Authenticate(signature, Options.EMPTY))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }
}
