package org.junctor.auth.wampcra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junctor.api.client.Credential;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;
import org.junctor.api.password.WampCra;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.AuthResult.Deny;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class WampCraAuthenticatorTest {
    private static final String TEXT = "{ \"nonce\": \"LHRTC9zeOIrt_9U3\", \"authprovider\": \"userdb\", "
            + "\"authid\": \"peter\", \"timestamp\": \"2014-06-22T16:36:25.448Z\", \"authrole\": \"user\", "
            + "\"authmethod\": \"wampcra\", \"session\": 3251278072152162}";
    private static final Map<String, Object> SALTED =
            Map.of("role", "user", "secret", "L3L1YUE8Txlw", "salt", "salt123", "iterations", 1000, "keylen", 32);
    private static final Map<String, Object> DERIVED =
            Map.of("role", "user", "derived-key", "qzcdsr9uu/L5hnss3kjNTRe490ETgA70ZBaB5rvnJ5Y=", "salt", "salt123");

    private final AtomicInteger derivations = new AtomicInteger();
    private final WampCraAuthenticator subject = new WampCraAuthenticator(
            Clock.fixed(Instant.parse("2026-11-21T22:43:41Z"), ZoneOffset.UTC), (salting, password) -> {
                derivations.incrementAndGet();
                return salting.derive(password);
            });
    private final Users users = new Users();

    @AfterEach
    void close() {
        subject.close();
    }

    private AuthResult.Challenge challenge(String authid) throws Exception {
        return assertInstanceOf(AuthResult.Challenge.class, users.begin(subject, Options.of("authid", authid)));
    }

    /** What a client answers that knows this secret. */
    private static String sign(AuthResult.Challenge challenge, String secret) throws Exception {
        return Credential.wampcra(secret)
                .begin(null)
                .answer(new Challenge("wampcra", challenge.extra()))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .signature();
    }

    private AuthResult login(String authid, String secret) throws Exception {
        AuthResult.Challenge challenge = challenge(authid);
        return Users.answer(challenge, sign(challenge, secret));
    }

    private static String signature(byte[] key, String text) {
        return WampCra.signature(key, text);
    }

    @Test
    void T06_signaturesAreThoseOfTheVectors() {
        byte[] key = new Salting("salt123", 1000, 32).derive("L3L1YUE8Txlw");

        assertEquals("qzcdsr9uu/L5hnss3kjNTRe490ETgA70ZBaB5rvnJ5Y=", new String(key, StandardCharsets.US_ASCII));
        assertEquals(
                "1njQtmmeYO41N5EWEzD2kAjjEKRZ5kPZt/TzpYXOzR0=",
                signature("L3L1YUE8Txlw".getBytes(StandardCharsets.UTF_8), "[1, 2, 3]"));
        assertEquals(
                "nebG34h0FTFarzopdi/mmsn+hb5MLa8E34Dos01EFgk=",
                signature("secret123".getBytes(StandardCharsets.UTF_8), TEXT));
        assertEquals("R3tYrgJ8lA166Nm1x5Bb9FCzDla0FaocOcLRQVBjWSU=", signature(key, TEXT));
    }

    @Test
    void T05_challengeHasItsSevenMembers() throws Exception {
        users.map.put("peter \"\u00e9\"", Map.of("role", "user", "secret", "secret123"));

        String text = String.valueOf(challenge("peter \"\u00e9\"").extra().text("challenge"));

        assertEquals(
                "{\"authid\":\"peter \\\"\\u00e9\\\"\",\"authrole\":\"user\",\"authmethod\":\"wampcra\",\"authprovider\":\"static\","
                        + "\"session\":3251278072152162,\"nonce\":\"N\",\"timestamp\":\"2026-11-21T22:43:41.000Z\"}",
                text.replaceFirst("\"nonce\":\"[\\w-]{32}\"", "\"nonce\":\"N\""));
    }

    @Test
    void plainSaltedAndDerivedSecretsLetIn() throws Exception {
        users.map.put("plain", Map.of("role", "user", "secret", "secret123"));
        users.map.put("salted", SALTED);
        users.map.put("derived", DERIVED);
        users.map.put("nested", Map.of("role", "user", "wampcra", DERIVED));

        for (Map.Entry<String, String> known : Map.of(
                        "plain",
                        "secret123",
                        "salted",
                        "L3L1YUE8Txlw",
                        "derived",
                        "L3L1YUE8Txlw",
                        "nested",
                        "L3L1YUE8Txlw")
                .entrySet()) {
            AuthResult.Accept accepted =
                    assertInstanceOf(AuthResult.Accept.class, login(known.getKey(), known.getValue()));
            assertEquals(known.getKey(), accepted.authid());
            assertEquals("user", accepted.authrole());
            assertEquals(Deny.CREDENTIALS, login(known.getKey(), "wrong"));
        }
    }

    @Test
    void T07_signatureOfAnotherChallengeIsRefused() throws Exception {
        users.map.put("peter", Map.of("role", "user", "secret", "secret123"));
        String old = sign(challenge("peter"), "secret123");

        assertEquals(Deny.CREDENTIALS, Users.answer(challenge("peter"), old));
        assertEquals(Deny.CREDENTIALS, Users.answer(challenge("peter"), ""));
        assertNotEquals(challenge("peter").extra(), challenge("peter").extra(), "the nonce is fresh");
    }

    @Test
    void keyOfASaltedPasswordIsDerivedOnce() throws Exception {
        users.map.put("salted", SALTED);

        for (int i = 0; i < 3; i++) {
            assertInstanceOf(AuthResult.Accept.class, login("salted", "L3L1YUE8Txlw"));
        }

        assertEquals(1, derivations.get());
    }

    @Test
    void whoIsRefusedCostsOneDerivationWherePasswordsAreSalted() throws Exception {
        users.map.put("salted", SALTED);
        users.map.put("other", SALTED);
        login("salted", "L3L1YUE8Txlw");

        for (String authid : List.of("salted", "other", "jim", "jim")) {
            int before = derivations.get();
            AuthResult.Challenge challenge = challenge(authid);
            assertEquals(before, derivations.get(), "CHALLENGE is never slow");
            assertEquals(Deny.CREDENTIALS, Users.answer(challenge, "wrong"));
            assertEquals(before + 1, derivations.get(), authid);
        }
    }

    @Test
    void whoIsRefusedCostsNoDerivationWhereTheKeysAreThere() throws Exception {
        users.map.put("derived", DERIVED);

        for (String authid : List.of("derived", "jim")) {
            assertEquals(Deny.CREDENTIALS, login(authid, "wrong"));
        }

        assertEquals(0, derivations.get());
    }

    @Test
    void strangersLookLikeMost() throws Exception {
        users.map.put("plain", Map.of("role", "admin", "secret", "secret123"));
        users.map.put("one", SALTED);
        users.map.put("two", SALTED);

        Options extra = challenge("jim").extra();

        assertEquals(challenge("one").extra().keys(), extra.keys());
        assertEquals(1000, extra.integer("iterations", 0));
        assertTrue(String.valueOf(extra.text("salt")).matches("[0-9a-zA-Z]{7}"), extra::toString);
        assertEquals(extra.text("salt"), challenge("jim").extra().text("salt"), "the same whenever one asks");
        assertNotEquals(extra.text("salt"), challenge("joe").extra().text("salt"));
        assertTrue(String.valueOf(extra.text("challenge")).contains("\"authrole\":\"user\""));
    }

    @Test
    void strangersLookPlainWhereNobodyIsSalted() throws Exception {
        users.map.put("plain", Map.of("role", "admin", "secret", "secret123"));

        assertEquals(challenge("plain").extra().keys(), challenge("jim").extra().keys());
    }

    @Test
    void strangersOfOtherSourcesLookLikeTheLastWhoWasKnown() throws Exception {
        users.type("file");
        assertEquals(10_000, challenge("jim").extra().integer("iterations", 0), "as junctor user makes them");
        users.map.put("salted", SALTED);
        challenge("salted");

        assertEquals(1000, challenge("jim").extra().integer("iterations", 0));
    }

    @Test
    void settingsThatCannotBeUsedLetNobodyIn() throws Exception {
        users.map.put("nothing", Map.of("role", "user"));
        users.map.put("empty", Map.of("role", "user", "secret", ""));
        users.map.put("number", Map.of("role", "user", "secret", 7));
        users.map.put(
                "saltless", Map.of("role", "user", "derived-key", "qzcdsr9uu/L5hnss3kjNTRe490ETgA70ZBaB5rvnJ5Y="));
        users.map.put("short", Map.of("role", "user", "derived-key", "qzcd", "salt", "salt123"));
        users.map.put("never", Map.of("role", "user", "secret", "x", "salt", "salt123", "iterations", 0));
        users.map.put("long", Map.of("role", "user", "secret", "x", "salt", "salt123", "keylen", 1 << 20));

        for (String authid : users.map.keySet()) {
            for (String secret : List.of("7", "null", "x")) {
                assertEquals(Deny.CREDENTIALS, login(authid, secret), authid);
            }
        }
    }

    @Test
    void helloMustSayWho() throws Exception {
        for (Options details : List.of(Options.EMPTY, Options.of("authid", 7L))) {
            Deny denied = assertInstanceOf(Deny.class, users.begin(subject, details));
            assertEquals(Reason.AUTHENTICATION_FAILED, denied.reason());
        }
    }

    @Test
    void nothingShowsTheSecret() throws Exception {
        Account account = new Account("secret123", null, false);

        assertFalse(account.toString().contains("secret"));
        assertFalse(new Account.Named("user", account).toString().contains("secret"));
    }
}
