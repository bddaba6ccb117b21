package org.junctor.auth.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junctor.api.security.SigningKey;

/** An issuer of tokens, with a key of each sort. */
final class Tokens {
    static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);
    static final RSAKey RSA = rsa("rsa");
    static final RSAKey OTHER = rsa("other");
    private static final ECKey EC = ec();
    private static final SigningKey ED = SigningKey.generate();

    private Tokens() {}

    private static RSAKey rsa(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey ec() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the issuer shows of its keys. */
    static String jwks() {
        Base64URL x = Base64URL.encode(HexFormat.of().parseHex(ED.publicKey()));
        OctetKeyPair ed = new OctetKeyPair.Builder(Curve.Ed25519, x).keyID("ed").build();
        return jwks(RSA.toPublicJWK(), EC.toPublicJWK(), ed);
    }

    static String jwks(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(true);
    }

    /** The claims of a token that is good. */
    static Map<String, Object> good() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", "https://id.example");
        claims.put("aud", List.of("other", "junctor"));
        claims.put("sub", "joe");
        claims.put("exp", NOW.getEpochSecond() + 60);
        return claims;
    }

    static String signed(Map<String, Object> claims) throws JOSEException {
        return signed(RSA, JWSAlgorithm.RS256, claims);
    }

    static String signed(RSAKey key, JWSAlgorithm algorithm, Map<String, Object> claims) throws JOSEException {
        return signed(key.getKeyID(), new RSASSASigner(key), algorithm, claims);
    }

    static String signedByEc(Map<String, Object> claims) throws JOSEException {
        return signed("ec", new ECDSASigner(EC), JWSAlgorithm.ES256, claims);
    }

    private static String signed(String kid, JWSSigner signer, JWSAlgorithm algorithm, Map<String, Object> claims)
            throws JOSEException {
        JWSObject token =
                new JWSObject(new JWSHeader.Builder(algorithm).keyID(kid).build(), new Payload(claims));
        token.sign(signer);
        return token.serialize();
    }

    /** A token with this header, and a signature of Ed25519. */
    static String signedByEd(String header, Map<String, Object> claims) {
        String input = part(header) + "." + part(new Payload(claims).toString());
        return input + "." + base64(ED.sign(input.getBytes(StandardCharsets.US_ASCII)));
    }

    /** One part of a token. */
    static String part(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
