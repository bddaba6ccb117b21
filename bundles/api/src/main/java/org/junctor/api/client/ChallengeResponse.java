package org.junctor.api.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.password.Pbkdf2;

/** WAMP-CRA, the client's half (spec: "Challenge Response Authentication"). */
final class ChallengeResponse {
    private static final int KEY_OCTETS = 32;
    private static final int ITERATIONS = 1000;

    /** A router that asks for more wants to keep the client busy. */
    private static final int MOST_ITERATIONS = 1_000_000;

    private static final int MOST_KEY_OCTETS = 1024;

    private ChallengeResponse() {}

    static CompletionStage<Authenticate> answer(String secret, Challenge challenge) {
        try {
            String text = challenge.extra().text("challenge");
            if (text == null) {
                throw new ProtocolViolation("CHALLENGE of wampcra has no 'challenge'");
            }
            return CompletableFuture.completedFuture(
                    new Authenticate(sign(key(secret, challenge.extra()), text), Options.EMPTY));
        } catch (ProtocolViolation | GeneralSecurityException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** All clients sign with the Base64 text of the derived key, and take the salt as it is written. */
    private static byte[] key(String secret, Options extra) throws ProtocolViolation {
        String salt = extra.text("salt");
        if (salt == null || salt.isEmpty()) {
            return secret.getBytes(StandardCharsets.UTF_8);
        }
        long octets = extra.integer("keylen", KEY_OCTETS);
        long iterations = extra.integer("iterations", ITERATIONS);
        if (octets < 1 || octets > MOST_KEY_OCTETS || iterations < 1 || iterations > MOST_ITERATIONS) {
            throw new ProtocolViolation(
                    "CHALLENGE of wampcra asks for " + iterations + " iterations and " + octets + " octets");
        }
        byte[] derived = Pbkdf2.derive(
                secret.toCharArray(), salt.getBytes(StandardCharsets.UTF_8), (int) iterations, (int) octets);
        return Base64.getEncoder().encode(derived);
    }

    private static String sign(byte[] key, String challenge) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(challenge.getBytes(StandardCharsets.UTF_8)));
    }
}
