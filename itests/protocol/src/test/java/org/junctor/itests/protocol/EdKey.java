package org.junctor.itests.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A client's key of Ed25519, by the JDK alone.
 *
 * @param pub its public half, in hexadecimal digits
 */
record EdKey(PrivateKey secret, String pub) {
    private static final HexFormat HEX = HexFormat.of();
    private static final String HEAD = "302a300506032b6570032100";
    private static final int OCTETS = 32;

    /** A new key. */
    static EdKey fresh() {
        byte[] seed = new byte[OCTETS];
        new SecureRandom().nextBytes(seed);
        return of(HEX.formatHex(seed));
    }

    /** The key of this seed. */
    static EdKey of(String seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new SecureRandom() {
                private static final long serialVersionUID = 1L;

                @Override
                public void nextBytes(byte[] octets) {
                    System.arraycopy(HEX.parseHex(seed), 0, octets, 0, octets.length);
                }
            });
            KeyPair pair = generator.generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            return new EdKey(pair.getPrivate(), HEX.formatHex(encoded, encoded.length - OCTETS, encoded.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no Ed25519 on this Java", e);
        }
    }

    private byte[] signature(byte[] message) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(secret);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The answer of cryptosign to this challenge: signature and message. */
    String answer(String challenge) {
        return HEX.formatHex(signature(HEX.parseHex(challenge))) + challenge;
    }

    /** Whether {@code signed} is signature and message by the key whose public half this is. */
    static boolean proves(String pub, String message, String signed) {
        try {
            PublicKey key =
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(HEX.parseHex(HEAD + pub)));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(HEX.parseHex(message));
            byte[] octets = HEX.parseHex(signed);
            return signed.endsWith(message) && verifier.verify(Arrays.copyOf(octets, 2 * OCTETS));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** A token (JWT) with these claims. */
    String token(String header, String claims) {
        String input =
                part(header.getBytes(StandardCharsets.UTF_8)) + "." + part(claims.getBytes(StandardCharsets.UTF_8));
        return input + "." + part(signature(input.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The public half as an issuer of tokens shows it (JWKS). */
    String jwks(String kid) {
        return "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"" + kid + "\",\"x\":\""
                + part(HEX.parseHex(pub)) + "\"}]}";
    }

    private static String part(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
