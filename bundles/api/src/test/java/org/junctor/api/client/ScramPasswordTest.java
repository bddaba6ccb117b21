package org.junctor.api.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.Credential.Proof;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Options;
import org.junctor.api.password.KeyDerivation;
import org.junit.jupiter.api.Test;

/** The client's half of {@code wamp-scram}, with the example of RFC 7677. */
final class ScramPasswordTest {
    private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String NONCE = CLIENT_NONCE + "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

    private static Options challenge(String key, @Nullable Object value) {
        Map<String, @Nullable Object> extra = new HashMap<>();
        extra.put("nonce", NONCE);
        extra.put("salt", "W22ZaJ0SNY7soEsUEjb6gQ==");
        extra.put("kdf", "pbkdf2");
        extra.put("iterations", 4096L);
        extra.put("memory", null);
        extra.put(key, value);
        return Options.of(extra);
    }

    private static Proof proof(@Nullable KeyDerivation derivation) {
        return new ScramPassword("pencil", derivation).begin("user", CLIENT_NONCE);
    }

    private static Authenticate answer(Proof proof, Options extra) throws Exception {
        return proof.answer(new Challenge("wamp-scram", extra))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void exampleOfTheRfc() throws Exception {
        Proof proof = proof(null);

        Authenticate answer = answer(proof, challenge("kdf", "pbkdf2"));

        assertEquals(CLIENT_NONCE, proof.extra().text("nonce"));
        assertEquals("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", answer.signature());
        assertEquals(NONCE, answer.extra().text("nonce"));
        proof.accepted(Options.of("authextra", Map.of("verifier", "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")));
    }

    @Test
    void routerThatDoesNotKnowTheClientIsLeft() throws Exception {
        Proof proof = proof(null);
        assertThrows(WampException.class, () -> proof.accepted(Options.EMPTY), "before any CHALLENGE");
        answer(proof, challenge("kdf", "pbkdf2"));

        for (Options welcome : List.of(
                Options.EMPTY,
                Options.of("authextra", Map.of("verifier", "7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")),
                Options.of("authextra", Map.of("verifier", "")),
                Options.of("authextra", Map.of("verifier", "!")),
                Options.of("authextra", Map.of("verifier", 7L)))) {
            assertThrows(WampException.class, () -> proof.accepted(welcome), welcome::toString);
        }
    }

    @Test
    void weakOrAbsurdChallengesAreRefused() {
        List<Options> challenges = List.of(
                challenge("iterations", 1L),
                challenge("iterations", 4095L),
                challenge("iterations", 1L << 40),
                challenge("nonce", "another"),
                challenge("nonce", CLIENT_NONCE),
                challenge("nonce", null),
                challenge("salt", "%"),
                challenge("salt", ""),
                challenge("salt", "c2FsdA=="),
                challenge("kdf", "md5"),
                challenge("kdf", null),
                challenge("kdf", "argon2id13"),
                challenge("kdf", "argon2id13").with("memory", 1L),
                challenge("kdf", "argon2id13").with("memory", 1L << 30),
                challenge("kdf", "argon2id13").with("memory", 512L).with("iterations", 31L));

        for (Options extra : challenges) {
            assertThrows(ExecutionException.class, () -> answer(proof(null), extra), extra::toString);
        }
    }

    @Test
    void argon2idIsAskedOfWhoeverHasIt() throws Exception {
        KeyDerivation fake = new KeyDerivation() {
            @Override
            public String name() {
                return ARGON2ID;
            }

            @Override
            public byte[] derive(char[] password, byte[] salt, int iterations, int memory) {
                assertArrayEquals("pencil".toCharArray(), password);
                assertEquals(32, iterations);
                assertEquals(512, memory);
                return new byte[32];
            }
        };
        Options extra = challenge("kdf", "argon2id13").with("iterations", 32L).with("memory", 512L);

        assertEquals(44, answer(proof(fake), extra).signature().length());
        String message = String.valueOf(assertThrows(ExecutionException.class, () -> answer(proof(null), extra))
                .getMessage());
        assertTrue(message.contains("org.junctor.kdf.argon2"), message);
    }

    @Test
    void everyHandshakeHasItsOwnNonceAndNothingShowsThePassword() throws Exception {
        Credential credential = Credential.scram("pencil");

        String nonce = credential.begin("user").extra().text("nonce");

        assertFalse(
                String.valueOf(nonce).equals(credential.begin("user").extra().text("nonce")));
        assertEquals("wamp-scram", credential.toString());
    }
}
