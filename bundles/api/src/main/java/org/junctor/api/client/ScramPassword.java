package org.junctor.api.client;

import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junctor.api.password.KeyDerivation;

/**
 * The method {@code wamp-scram}, the client's half (spec: "Salted Challenge Response Authentication Mechanism").
 *
 * @param password the password
 * @param derivation what derives keys by Argon2id; null for the one of the class path
 */
record ScramPassword(String password, @Nullable KeyDerivation derivation) implements Credential {
    private static final int NONCE_OCTETS = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public String method() {
        return "wamp-scram";
    }

    @Override
    public Proof begin(@Nullable String authid) {
        byte[] nonce = new byte[NONCE_OCTETS];
        RANDOM.nextBytes(nonce);
        return begin(authid, Base64.getEncoder().encodeToString(nonce));
    }

    Proof begin(@Nullable String authid, String nonce) {
        return new ScramProof(authid == null ? "" : authid, nonce, this);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return method();
    }
}
