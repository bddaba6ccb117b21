package org.junctor.auth.scram;

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
import org.junctor.api.transport.ChannelBinding;
import org.junctor.api.transport.Peer;

/** Principals of a test, and handshakes of theirs. */
final class Login {
    final Map<String, Object> users = new HashMap<>();
    private final Map<String, Object> config = new HashMap<>(Map.of("principals", users));
    private final Authenticator subject;
    private Peer peer = Peer.of("websocket", "127.0.0.1:1");

    Login(Authenticator subject) {
        this.subject = subject;
    }

    void bound(ChannelBinding binding) {
        peer = peer.bound(binding);
    }

    void type(String type) {
        config.put("type", type);
    }

    private CompletionStage<@Nullable Principal> find(PrincipalQuery query) {
        if (!(users.get(String.valueOf(query.authid())) instanceof Map<?, ?> fields)) {
            return CompletableFuture.completedFuture(null);
        }
        Map<String, Object> entries = new HashMap<>();
        fields.forEach((key, value) -> entries.put(key.toString(), value));
        return CompletableFuture.completedFuture(new Principal(
                String.valueOf(query.authid()), "user", null, false, entries, Options.of("greeting", "hello")));
    }

    AuthResult begin(Options details) throws Exception {
        AuthRequest request = new AuthRequest("realm1", 7, new Hello("realm1", details), peer, config, this::find);
        return subject.begin(request).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    AuthResult begin(String authid, Map<String, Object> extra) throws Exception {
        return begin(Options.of("authid", authid).with("authextra", extra));
    }

    static AuthResult answer(AuthResult.Challenge challenge, Authenticate message) throws Exception {
        return challenge.next().answer(message).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** What {@code junctor user} would write: 4096 iterations, in Base64. */
    static Map<String, Object> pencil() {
        return new HashMap<>(Map.of(
                "role",
                "user",
                "kdf",
                "pbkdf2",
                "iterations",
                4096,
                "salt",
                "W22ZaJ0SNY7soEsUEjb6gQ==",
                "stored-key",
                "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=",
                "server-key",
                "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="));
    }
}
