package org.junctor.auth.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.VerifyingKey;

/**
 * A token whose signature is to be checked (RFC 7515, 7519). Which algorithms may be is said by the settings, and which key fits by the
 * key itself; what the token says of itself chooses among these and no others. Keys that it brings along or points to mean nothing.
 */
final class Token {
    private static final int LEAST_RSA_BITS = 2048;
    private static final Map<String, Curve> CURVES =
            Map.of("ES256", Curve.P_256, "ES384", Curve.P_384, "ES512", Curve.P_521);

    private final SignedJWT jwt;
    private final String algorithm;

    private Token(SignedJWT jwt) {
        this.jwt = jwt;
        this.algorithm = jwt.getHeader().getAlgorithm().getName();
    }

    /** Reads a token, which is not checked yet. */
    static Token read(String text, Settings settings) throws Refusal {
        if (text.length() > settings.maxTokenBytes) {
            throw new Refusal("the token is longer than " + settings.maxTokenBytes + " octets");
        }
        Token token;
        try {
            token = new Token(SignedJWT.parse(text));
        } catch (ParseException | IllegalArgumentException none) {
            throw new Refusal("it is no signed token");
        }
        if (!settings.algorithms.contains(token.algorithm)) {
            throw new Refusal("its algorithm is not among those allowed");
        }
        Set<String> critical = token.jwt.getHeader().getCriticalParams();
        if (critical != null && !critical.isEmpty()) {
            throw new Refusal("it wants extensions to be understood that are not known here");
        }
        return token;
    }

    /** Whether a key that could have signed it is among these. */
    boolean knows(JWKSet keys) {
        return keys.getKeys().stream().anyMatch(this::fits);
    }

    /** What it says, if one of these keys has signed it. */
    Map<String, ? extends @Nullable Object> claims(JWKSet keys) throws Refusal {
        if (!knows(keys)) {
            throw new Refusal("none of the issuer's keys is the one that it names");
        }
        for (JWK key : keys.getKeys()) {
            if (fits(key) && signed(key)) {
                Map<String, ? extends @Nullable Object> claims =
                        jwt.getPayload().toJSONObject();
                if (claims == null) {
                    throw new Refusal("it has no claims");
                }
                return claims;
            }
        }
        throw new Refusal("its signature does not fit");
    }

    private boolean fits(JWK key) {
        JWSHeader header = jwt.getHeader();
        boolean meant = header.getKeyID() == null || header.getKeyID().equals(key.getKeyID());
        boolean forSignatures = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
        boolean sameAlgorithm = key.getAlgorithm() == null || key.getAlgorithm().equals(header.getAlgorithm());
        return meant && forSignatures && sameAlgorithm && sort(key);
    }

    private boolean sort(JWK key) {
        if (key instanceof RSAKey rsa) {
            return (algorithm.startsWith("RS") || algorithm.startsWith("PS")) && rsa.size() >= LEAST_RSA_BITS;
        }
        if (key instanceof ECKey ec) {
            return ec.getCurve().equals(CURVES.get(algorithm));
        }
        return key instanceof OctetKeyPair pair && pair.getCurve().equals(Curve.Ed25519) && algorithm.equals("EdDSA");
    }

    private boolean signed(JWK key) {
        try {
            if (key instanceof OctetKeyPair pair) {
                VerifyingKey own = VerifyingKey.of(HexFormat.of().formatHex(pair.getDecodedX()));
                return own != null && own.verifies(jwt.getSignature().decode(), jwt.getSigningInput());
            }
            JWSVerifier verifier = key instanceof RSAKey rsa
                    ? new RSASSAVerifier(rsa.toRSAPublicKey())
                    : new ECDSAVerifier(key.toECKey().toECPublicKey());
            return verifier.verify(jwt.getHeader(), jwt.getSigningInput(), jwt.getSignature());
        } catch (JOSEException | IllegalArgumentException unusable) {
            return false;
        }
    }
}
