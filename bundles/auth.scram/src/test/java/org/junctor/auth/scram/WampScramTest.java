package org.junctor.auth.scram;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junctor.api.client.Credential;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;
import org.junctor.api.password.Pbkdf2;
import org.junctor.api.password.ScramKeys;
import org.junctor.api.password.ScramMessage;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.AuthResult.Deny;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class WampScramTest {
    private final WampScram subject = new WampScram();
    private final Login login = new Login(subject);

    private AuthResult.Challenge challenge(String authid, String nonce) throws Exception {
        return assertInstanceOf(AuthResult.Challenge.class, login.begin(authid, Map.of("nonce", nonce)));
    }

    private static Authenticate answer(Credential.Proof proof, AuthResult.Challenge challenge) throws Exception {
        return proof.answer(new Challenge("wamp-scram", challenge.extra()))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private AuthResult login(String authid, String password) throws Exception {
        Credential.Proof proof = Credential.scram(password).begin(authid);
        AuthResult.Challenge challenge =
                assertInstanceOf(AuthResult.Challenge.class, login.begin(authid, entries(proof.extra())));
        AuthResult result = Login.answer(challenge, answer(proof, challenge));
        if (result instanceof AuthResult.Accept accepted) {
            proof.accepted(Options.of("authextra", accepted.extra().entries()));
        }
        return result;
    }

    private static Map<String, Object> entries(Options options) {
        Map<String, Object> entries = new HashMap<>();
        options.entries().forEach((key, value) -> entries.put(key, String.valueOf(value)));
        return entries;
    }

    @Test
    void T08_exampleOfTheRfcIsTaken() {
        Exchange exchange = new Exchange(
                "user",
                "rOprNGfwEbeRWgbNEkqO",
                "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
                null,
                new Account(
                        new Account.Cost("pbkdf2", 4096, 0),
                        "W22ZaJ0SNY7soEsUEjb6gQ==",
                        ScramKeys.of(Pbkdf2.derive(
                                "pencil".toCharArray(),
                                Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="),
                                4096,
                                32))));

        String message = subject.message(exchange);

        assertTrue(exchange.account()
                .keys()
                .proves(Base64.getDecoder().decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="), message));
        assertArrayEquals(
                Base64.getDecoder().decode("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="),
                exchange.account().keys().serverSignature(message));
    }

    @Test
    void T09_whoKnowsThePasswordIsLetInAndToldTheVerifier() throws Exception {
        login.users.put("user", Login.pencil());

        AuthResult.Accept accepted = assertInstanceOf(AuthResult.Accept.class, login("user", "pencil"));

        assertEquals("user", accepted.authid());
        assertEquals("user", accepted.authrole());
        assertEquals(44, String.valueOf(accepted.extra().text("verifier")).length());
        assertEquals("hello", accepted.extra().text("greeting"));
    }

    @Test
    void routerWithOtherKeysIsFoundOut() throws Exception {
        Map<String, Object> half = Login.pencil();
        half.put("server-key", half.get("stored-key"));
        login.users.put("user", half);

        assertThrows(WampException.class, () -> login("user", "pencil"));
    }

    @Test
    void keysOfCrossbarAreInHexadecimal() throws Exception {
        Map<String, Object> user = Login.pencil();
        for (String key : List.of("salt", "stored-key", "server-key")) {
            byte[] octets = Base64.getDecoder().decode(String.valueOf(user.get(key)));
            user.put(key, HexFormat.of().formatHex(octets));
        }
        login.users.put("user", Map.of("wamp-scram", user));

        assertInstanceOf(AuthResult.Accept.class, login("user", "pencil"));
    }

    @Test
    void namesAndPasswordsArePrepared() throws Exception {
        login.users.put("IX", Login.pencil());

        assertInstanceOf(AuthResult.Accept.class, login("\u2168", "pen\u00adcil"));
    }

    @Test
    void T08_whatIsAlteredIsRefused() throws Exception {
        login.users.put("user", Login.pencil());
        Credential.Proof proof = Credential.scram("pencil").begin("user");
        String nonce = String.valueOf(proof.extra().text("nonce"));

        List<Map<String, Object>> alterations = List.of(
                Map.of("nonce", nonce),
                Map.of("nonce", "another"),
                Map.of("channel_binding", "tls-unique"),
                Map.of("cbind_data", "AAAA"),
                Map.of("nonce", 7L));
        for (Map<String, Object> alteration : alterations) {
            AuthResult.Challenge challenge = challenge("user", nonce);
            Authenticate right = answer(proof, challenge);
            Options extra = right.extra();
            for (Map.Entry<String, Object> entry : alteration.entrySet()) {
                extra = extra.with(entry.getKey(), entry.getValue());
            }
            assertEquals(
                    Deny.CREDENTIALS,
                    Login.answer(challenge, new Authenticate(right.signature(), extra)),
                    alteration::toString);
        }
        for (String signature : List.of("", "!", "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", "AAAA")) {
            AuthResult.Challenge challenge = challenge("user", nonce);
            Options extra = answer(proof, challenge).extra();
            assertEquals(Deny.CREDENTIALS, Login.answer(challenge, new Authenticate(signature, extra)), signature);
        }
        AuthResult.Challenge challenge = challenge("user", nonce);
        assertInstanceOf(AuthResult.Accept.class, Login.answer(challenge, answer(proof, challenge)));
    }

    @Test
    void T07_proofOfAnotherChallengeIsRefused() throws Exception {
        login.users.put("user", Login.pencil());
        Credential.Proof proof = Credential.scram("pencil").begin("user");
        String nonce = String.valueOf(proof.extra().text("nonce"));
        Authenticate old = answer(proof, challenge("user", nonce));

        assertEquals(Deny.CREDENTIALS, Login.answer(challenge("user", nonce), old));
        AuthResult.Challenge fresh = challenge("user", nonce);
        Options newNonce =
                old.extra().with("nonce", String.valueOf(fresh.extra().text("nonce")));
        assertEquals(Deny.CREDENTIALS, Login.answer(fresh, new Authenticate(old.signature(), newNonce)));
    }

    @Test
    void wrongAndUnknownLookAlike() throws Exception {
        login.users.put("user", Login.pencil());

        assertEquals(Deny.CREDENTIALS, login("user", "pen"));
        assertEquals(Deny.CREDENTIALS, login("jim", "pencil"));
        Options known = challenge("user", "abc").extra();
        Options unknown = challenge("jim", "abc").extra();
        assertEquals(known.keys(), unknown.keys());
        assertEquals(known.integer("iterations", 0), unknown.integer("iterations", 0));
        assertEquals(
                String.valueOf(known.text("salt")).length(),
                String.valueOf(unknown.text("salt")).length());
        assertEquals(unknown.text("salt"), challenge("jim", "abc").extra().text("salt"), "the same whenever one asks");
        assertNotEquals(unknown.text("salt"), challenge("joe", "abc").extra().text("salt"));
    }

    @Test
    void strangersOfOtherSourcesLookLikeTheLastWhoWasKnown() throws Exception {
        login.type("file");
        assertEquals(100_000, challenge("jim", "abc").extra().integer("iterations", 0), "as junctor user makes them");
        login.users.put("user", Login.pencil());
        challenge("user", "abc");

        assertEquals(4096, challenge("jim", "abc").extra().integer("iterations", 0));
    }

    @Test
    void channelBindingIsRefused() throws Exception {
        login.users.put("user", Login.pencil());

        AuthResult result = login.begin("user", Map.of("nonce", "abc", "channel_binding", "tls-unique"));

        Deny denied = assertInstanceOf(Deny.class, result);
        assertEquals(Reason.AUTHENTICATION_FAILED, denied.reason());
        assertTrue(denied.message().contains("channel_binding"), denied.message());
    }

    @Test
    void T08_proofIsGoodForTheConnectionThatItIsBoundToOnly() throws Exception {
        login.users.put("user", Login.pencil());
        byte[] octets = {1, 2, 3};
        login.bound(type -> type.equals("tls-exporter") ? octets : null);
        Map<String, Object> hello = Map.of("nonce", "abc", "channel_binding", "tls-exporter");

        for (byte[] known : List.of(octets, new byte[] {1, 2, 4})) {
            AuthResult.Challenge challenge = assertInstanceOf(AuthResult.Challenge.class, login.begin("user", hello));
            Options extra = challenge.extra();
            String nonce = String.valueOf(extra.text("nonce"));
            String salt = String.valueOf(extra.text("salt"));
            byte[] salted =
                    Pbkdf2.derive("pencil".toCharArray(), Base64.getDecoder().decode(salt), 4096, 32);
            String message = new ScramMessage(
                            "user", "abc", nonce, salt, 4096, ScramMessage.bound("tls-exporter", known))
                    .text();
            String proof = Base64.getEncoder().encodeToString(ScramKeys.proof(salted, message));
            Options said = Options.of("nonce", nonce)
                    .with("channel_binding", "tls-exporter")
                    .with("cbind_data", Base64.getEncoder().encodeToString(octets));

            AuthResult result = Login.answer(challenge, new Authenticate(proof, said));

            assertEquals(known == octets, result instanceof AuthResult.Accept, result::toString);
        }
        assertInstanceOf(Deny.class, login.begin("user", Map.of("nonce", "abc", "channel_binding", "tls-unique")));
        Credential.Proof unbound = Credential.scram("pencil").begin("user");
        AuthResult.Challenge challenge = assertInstanceOf(
                AuthResult.Challenge.class,
                login.begin(
                        "user",
                        Map.of(
                                "nonce",
                                String.valueOf(unbound.extra().text("nonce")),
                                "channel_binding",
                                "tls-exporter")));
        assertEquals(Deny.CREDENTIALS, Login.answer(challenge, answer(unbound, challenge)), "stripped on the way");
    }

    @Test
    void helloMustHaveWhatIsNeeded() throws Exception {
        for (Options details : List.of(
                Options.EMPTY,
                Options.of("authid", "user"),
                Options.of("authid", 7L).with("authextra", Map.of("nonce", "abc")),
                Options.of("authid", "user").with("authextra", "abc"),
                Options.of("authid", "\u0000").with("authextra", Map.of("nonce", "abc")),
                Options.of("authid", "user").with("authextra", Map.of("nonce", "")),
                Options.of("authid", "user").with("authextra", Map.of("nonce", "a,r=b")),
                Options.of("authid", "user").with("authextra", Map.of("nonce", "a".repeat(1025))))) {
            Deny denied = assertInstanceOf(Deny.class, login.begin(details), details::toString);
            assertEquals(Reason.AUTHENTICATION_FAILED, denied.reason());
        }
    }

    @Test
    void settingsThatCannotBeUsedLetNobodyIn() throws Exception {
        List<Map.Entry<String, Object>> wrong = List.of(
                Map.entry("kdf", "md5"),
                Map.entry("iterations", 4095),
                Map.entry("iterations", (1L << 32) + 5000),
                Map.entry("salt", "c2FsdA=="),
                Map.entry("stored-key", ""),
                Map.entry("server-key", "AAAA"));
        for (Map.Entry<String, Object> entry : wrong) {
            Map<String, Object> user = Login.pencil();
            user.put(entry.getKey(), entry.getValue());
            login.users.put("user", user);

            AuthResult.Challenge challenge = challenge("user", "abc");
            assertEquals(100_000, challenge.extra().integer("iterations", 0), "as somebody who does not exist");
        }
        assertFalse(new Account.Cost("argon2id13", 31, 512).fits());
        assertFalse(new Account.Cost("argon2id13", 0, 512).fits());
        assertFalse(new Account.Cost("argon2id13", 1, 1 << 21).fits());
        assertTrue(new Account.Cost("argon2id13", 32, 512).fits());
    }
}
