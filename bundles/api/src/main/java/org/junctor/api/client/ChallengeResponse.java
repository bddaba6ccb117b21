package org.junctor.api.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.password.WampCra;

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
                    new Authenticate(WampCra.signature(key(secret, challenge.extra()), text), Options.EMPTY));
        } catch (ProtocolViolation e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What to sign with: the secret itself, or the key that is derived from it. */
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
        char[] password = secret.toCharArray();
        try {
            return WampCra.key(password, salt, (int) iterations, (int) octets);
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
