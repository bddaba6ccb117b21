package org.junctor.itests.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** What a client computes to log in by a secret, by the specification alone. */
final class Secrets {
    /** A client's nonce. */
    static final String NONCE = "cm9wck5HZndFYmVSV2diTkVrcU8=";

    /** What a router has of the password {@code pencil} for both dialects of SCRAM. */
    static final Map<String, Object> PENCIL = Map.of(
            "role",
            "anonymous",
            "kdf",
            "pbkdf2",
            "iterations",
            4096,
            "salt",
            "W22ZaJ0SNY7soEsUEjb6gQ==",
            "stored-key",
            "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=",
            "server-key",
            "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");

    private Secrets() {}

    /** Settings of a method whose principals a procedure of the open realm knows, which is asked in this role. */
    static Map<String, Object> asking(String procedure, String role) {
        return Map.of(
                "type",
                "dynamic",
                "authenticator",
                procedure,
                "authenticator-realm",
                Router.OPEN,
                "authenticator-role",
                role);
    }

    /** The signature of WAMP-CRA over this CHALLENGE. */
    static String sign(String secret, JsonNode challenge) {
        JsonNode extra = challenge.get(2);
        byte[] key = octets(secret);
        if (extra.has("salt")) {
            byte[] salt = octets(extra.get("salt").asText());
            byte[] derived = pbkdf2(
                    secret,
                    salt,
                    extra.path("iterations").asInt(),
                    extra.path("keylen").asInt());
            key = octets(base64(derived));
        }
        return base64(hmac(key, extra.get("challenge").asText()));
    }

    /** A login by SCRAM: what the client proves, and what the router must. */
    record Scram(String proof, String verifier) {
        /** With this field for the channel binding: {@code biws} by the specification, nothing in autobahn's dialect. */
        static Scram of(String password, String authid, String clientNonce, JsonNode challenge, String binding) {
            JsonNode extra = challenge.get(2);
            String nonce = extra.get("nonce").asText();
            String salt = extra.get("salt").asText();
            int iterations = extra.get("iterations").asInt();
            String message = "n=" + authid + ",r=" + clientNonce + ",r=" + nonce + ",s=" + salt + ",i=" + iterations
                    + ",c=" + binding + ",r=" + nonce;
            byte[] salted = pbkdf2(password, Base64.getDecoder().decode(salt), iterations, 32);
            byte[] clientKey = hmac(salted, "Client Key");
            byte[] proof = hmac(sha256(clientKey), message);
            for (int i = 0; i < proof.length; i++) {
                proof[i] ^= clientKey[i];
            }
            return new Scram(base64(proof), base64(hmac(hmac(salted, "Server Key"), message)));
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(octets(text));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] pbkdf2(String password, byte[] salt, int iterations, int length) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, length * 8))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
