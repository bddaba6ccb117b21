package org.junctor.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientConfig;
import org.junctor.api.client.Credential;
import org.junctor.api.client.Credential.Proof;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Welcome;

/** How one session is opened: what HELLO says, and how CHALLENGE is answered. */
final class Login {
    private final ClientConfig config;
    private final Map<String, Proof> proofs = new LinkedHashMap<>();
    private @Nullable Proof chosen;

    Login(ClientConfig config) {
        this.config = config;
        for (Credential credential : config.credentials()) {
            proofs.putIfAbsent(credential.method(), credential.begin(config.authid()));
        }
    }

    Hello hello() {
        Map<String, Object> details = new LinkedHashMap<>(Features.HELLO.entries());
        if (!proofs.isEmpty()) {
            details.put("authmethods", List.copyOf(proofs.keySet()));
        }
        if (config.authid() != null) {
            details.put("authid", config.authid());
        }
        Map<String, Object> extra = new LinkedHashMap<>();
        proofs.values().forEach(proof -> extra.putAll(proof.extra().entries()));
        if (!extra.isEmpty()) {
            details.put("authextra", extra);
        }
        return new Hello(config.realm(), Options.of(details));
    }

    /** The answer to CHALLENGE; fails if the client has none. */
    CompletionStage<Authenticate> answer(Challenge challenge) {
        Proof proof = proofs.get(challenge.method());
        if (proof == null) {
            String ours = proofs.isEmpty() ? "the client is anonymous" : "the client has " + proofs.keySet();
            return CompletableFuture.failedFuture(new WampException(
                    Reason.NO_MATCHING_AUTH_METHOD,
                    "the router asks for authentication by " + challenge.method() + ", and " + ours));
        }
        chosen = proof;
        return proof.answer(challenge);
    }

    /**
     * Checks WELCOME.
     *
     * @throws WampException if the router does not prove what it should
     */
    void accepted(Welcome welcome) throws WampException {
        Proof proof = chosen;
        if (proof != null) {
            proof.accepted(welcome.details());
        }
    }
}
