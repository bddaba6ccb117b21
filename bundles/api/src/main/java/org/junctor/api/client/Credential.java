package org.junctor.api.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.password.KeyDerivation;
import org.junctor.api.security.SigningKey;
import org.junctor.api.security.VerifyingKey;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * How a client proves who it is: one authentication method with what it needs (spec: "Authentication Methods"). Thread-safe; used by
 * one handshake after the other, and by several at once.
 */
@ConsumerType
public interface Credential {
    /** The method's name, as in {@code HELLO.Details.authmethods}. */
    String method();

    /**
     * A handshake begins, which may need state of its own. Called on the thread that opens the session; does not block.
     *
     * @param authid who the client says it is; null if it does not say
     */
    Proof begin(@Nullable String authid);

    /** The method's part in one handshake. Its calls are serial. */
    @FunctionalInterface
    interface Proof {
        /** What HELLO says in {@code authextra}; nothing by default. */
        default Options extra() {
            return Options.EMPTY;
        }

        /**
         * Answers the router's CHALLENGE. Called on a thread of the network: does not block.
         *
         * @return completes with the answer; if it fails the client sends ABORT, and the session is not opened
         */
        CompletionStage<Authenticate> answer(Challenge challenge);

        /**
         * Checks what the router proves in return, when the method has that.
         *
         * @param welcome details of WELCOME
         * @throws WampException if the router is not the one that it should be: the client sends ABORT
         */
        default void accepted(Options welcome) throws WampException {}
    }

    /** The method {@code ticket}: the secret itself is sent, so use it over TLS or on one machine (spec: "Ticket-based"). */
    static Credential ticket(String ticket) {
        return new Secret(
                "ticket", challenge -> CompletableFuture.completedFuture(new Authenticate(ticket, Options.EMPTY)));
    }

    /** The method {@code tls}: the certificate that the {@link ClientConfig#tls()} of the connection has shown says who the client is. */
    static Credential tls() {
        return new Secret(
                "tls",
                challenge -> CompletableFuture.failedFuture(
                        new ProtocolViolation("the router challenges a client that its certificate is to prove")));
    }

    /**
     * The method {@code wampcra}: the secret signs what the router challenges with, salted if the router says so (spec:
     * "Challenge Response Authentication").
     */
    static Credential wampcra(String secret) {
        return new Secret("wampcra", challenge -> ChallengeResponse.answer(secret, challenge));
    }

    /**
     * The method {@code wamp-scram}: neither the wire nor the router ever has the password, and the router must prove that it knows the
     * client (spec: "Salted Challenge Response Authentication Mechanism"). For Argon2id on a plain class path
     * {@code org.junctor.kdf.argon2} must be there; in OSGi give its service to {@link #scram(String, KeyDerivation)}.
     */
    static Credential scram(String password) {
        return new ScramPassword(password, null);
    }

    /** The same, with a derivation that routers may ask for beside PBKDF2. */
    static Credential scram(String password, KeyDerivation derivation) {
        return new ScramPassword(password, derivation);
    }

    /** The method {@code cryptosign}: a key of Ed25519 signs what the router challenges with (spec: "Cryptosign-based Authentication"). */
    static Credential cryptosign(SigningKey key) {
        return new Cryptosign(key, null);
    }

    /**
     * The same with the key of a file, such as {@code junctor keygen} makes.
     *
     * @throws IOException if the file cannot be read, or has no key
     */
    static Credential cryptosign(Path file) throws IOException {
        return cryptosign(SigningKey.read(file));
    }

    /**
     * The same, for one router only: the session is not opened unless it proves that it has the node key whose public half this is.
     *
     * @param router the node's public key, 64 lower-case hexadecimal digits
     * @throws IllegalArgumentException if that is no key
     */
    static Credential cryptosign(SigningKey key, String router) {
        if (VerifyingKey.of(router) == null) {
            throw new IllegalArgumentException(router + " is no public key of Ed25519");
        }
        return new Cryptosign(key, router);
    }
}
