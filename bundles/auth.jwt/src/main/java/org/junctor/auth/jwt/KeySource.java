package org.junctor.auth.jwt;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.text.ParseException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Where an issuer's public keys are. Thread-safe. */
interface KeySource {
    /**
     * The keys as they are known, or as they are now if those are not enough.
     *
     * @return fails with {@link IOException} if there are none
     */
    CompletionStage<JWKSet> keys(Predicate<JWKSet> enough);

    /** Reads a set of keys. */
    static JWKSet parse(String text) throws IOException {
        try {
            return JWKSet.parse(text).toPublicJWKSet();
        } catch (ParseException | IllegalArgumentException | IllegalStateException wrong) {
            throw new IOException("it is no set of keys (JWKS)");
        }
    }
}
