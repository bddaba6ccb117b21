package org.junctor.auth.scram;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;
import org.junctor.api.password.ScramKeys;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.AuthResult.Deny;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dialect of autobahn-python: a client as it does it, with keys as it makes them. */
@Timeout(20)
final class AutobahnScramTest {
    private static final byte[] SALTED =
            "what Argon2id gives, in Base64 without padding".getBytes(StandardCharsets.US_ASCII);
    private static final String NONCE = Base64.getEncoder().encodeToString(new byte[16]);

    private final Login login = new Login(new AutobahnScram());

    AutobahnScramTest() {
        ScramKeys keys = ScramKeys.of(SALTED);
        login.users.put(
                "joe",
                Map.of(
                        "kdf",
                        "argon2id-13",
                        "iterations",
                        4096,
                        "memory",
                        512,
                        "salt",
                        "accaa46da28c5c3a4e5a0b4ca7ed2cff",
                        "stored-key",
                        HexFormat.of().formatHex(keys.storedKey()),
                        "server-key",
                        HexFormat.of().formatHex(keys.serverKey())));
    }

    private AuthResult.Challenge challenge(String authid) throws Exception {
        return assertInstanceOf(AuthResult.Challenge.class, login.begin(authid, Map.of("nonce", NONCE)));
    }

    private static String message(String authid, Options extra) throws Exception {
        return String.format(
                "n=%s,r=%s,r=%s,s=%s,i=%d,c=,r=%s",
                authid,
                NONCE,
                extra.text("nonce"),
                extra.text("salt"),
                extra.integer("iterations", 0),
                extra.text("nonce"));
    }

    private static String proof(String authid, Options extra) throws Exception {
        return Base64.getEncoder().encodeToString(ScramKeys.proof(SALTED, message(authid, extra)));
    }

    @Test
    void challengeHasTheMembersThatAutobahnTakes() throws Exception {
        Options extra = challenge("joe").extra();

        assertEquals(
                "[iterations, kdf, memory, nonce, salt]",
                extra.keys().stream().sorted().toList().toString());
        assertEquals("argon2id-13", extra.text("kdf"));
        assertEquals("rMqkbaKMXDpOWgtMp+0s/w==", extra.text("salt"));
        byte[] nonce = Base64.getDecoder().decode(String.valueOf(extra.text("nonce")));
        assertArrayEquals(new byte[16], Arrays.copyOf(nonce, 16));
        assertEquals(40, nonce.length);
    }

    @Test
    void proofWithoutAnythingElseLetsIn() throws Exception {
        AuthResult.Challenge challenge = challenge("joe");

        AuthResult.Accept accepted = assertInstanceOf(
                AuthResult.Accept.class,
                Login.answer(challenge, new Authenticate(proof("joe", challenge.extra()), Options.EMPTY)));

        assertArrayEquals(
                ScramKeys.of(SALTED).serverSignature(message("joe", challenge.extra())),
                Base64.getDecoder().decode(String.valueOf(accepted.extra().text("scram_server_signature"))));
    }

    @Test
    void wrongUnknownAndOldLookAlike() throws Exception {
        AuthResult.Challenge challenge = challenge("joe");
        Authenticate right = new Authenticate(proof("joe", challenge.extra()), Options.EMPTY);

        assertEquals(Deny.CREDENTIALS, Login.answer(challenge("joe"), right));
        assertEquals(
                Deny.CREDENTIALS,
                Login.answer(challenge, new Authenticate(right.signature(), Options.of("nonce", "another"))));
        AuthResult.Challenge unknown = challenge("jim");
        assertEquals(
                Deny.CREDENTIALS,
                Login.answer(unknown, new Authenticate(proof("jim", unknown.extra()), Options.EMPTY)));
        assertEquals(challenge.extra().keys(), unknown.extra().keys());
    }

    @Test
    void nonceMustBeBase64() throws Exception {
        Deny denied = assertInstanceOf(Deny.class, login.begin("joe", Map.of("nonce", "!")));

        assertEquals(Reason.AUTHENTICATION_FAILED, denied.reason());
    }
}
