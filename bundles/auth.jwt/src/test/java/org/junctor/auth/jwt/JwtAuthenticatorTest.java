package org.junctor.auth.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.Principal;
import org.junctor.api.transport.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The method jwt. */
final class JwtAuthenticatorTest {
    private final Map<String, Object> config = new HashMap<>();
    private final Map<String, Object> claims = Tokens.good();
    private boolean broken;
    private JwtAuthenticator method;
    private Path keys;

    @BeforeEach
    void make(@TempDir Path folder) throws Exception {
        keys = Files.writeString(folder.resolve("jwks.json"), Tokens.jwks());
        config.putAll(
                Map.of("jwks", "jwks.json", "issuer", "https://id.example", "audience", "junctor", "role", "user"));
        method = new JwtAuthenticator(folder, Clock.fixed(Tokens.NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        method.stop();
    }

    private AuthResult begin(Options details) throws Exception {
        Principal joe = new Principal("joe", "admin", null, false, Map.of(), Options.EMPTY);
        AuthRequest request = new AuthRequest(
                "realm1",
                7,
                new Hello("realm1", details),
                Peer.of("websocket", "127.0.0.1:1"),
                config,
                query -> broken
                        ? CompletableFuture.failedFuture(new IllegalStateException("no such procedure"))
                        : CompletableFuture.completedFuture("joe".equals(query.authid()) ? joe : null));
        return get(method.begin(request));
    }

    private static AuthResult get(CompletionStage<AuthResult> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private AuthResult bring(String token) throws Exception {
        return begin(Options.of("authextra", Map.of("token", token)));
    }

    private AuthResult.Accept letIn(String token) throws Exception {
        return assertInstanceOf(AuthResult.Accept.class, bring(token));
    }

    private void assertDenied(String token) throws Exception {
        assertEquals(AuthResult.Deny.CREDENTIALS, bring(token), token);
    }

    private void assertDenied() throws Exception {
        assertDenied(Tokens.signed(claims));
    }

    @Test
    void goodTokenIsTakenInHello() throws Exception {
        assertEquals(new AuthResult.Accept("joe", "user", "jwt", Options.EMPTY), bring(Tokens.signed(claims)));
    }

    @Test
    void goodTokenIsTakenAfterTheChallenge() throws Exception {
        AuthResult.Challenge challenge = assertInstanceOf(AuthResult.Challenge.class, begin(Options.EMPTY));

        AuthResult result = get(challenge.next().answer(new Authenticate(Tokens.signed(claims), Options.EMPTY)));

        assertEquals("joe", assertInstanceOf(AuthResult.Accept.class, result).authid());
    }

    @Test
    void eachSortOfKeyIsTaken() throws Exception {
        letIn(Tokens.signed(Tokens.RSA, JWSAlgorithm.PS512, claims));
        letIn(Tokens.signedByEc(claims));
        letIn(Tokens.signedByEd("{\"alg\":\"EdDSA\",\"kid\":\"ed\"}", claims));
        letIn(Tokens.signedByEd("{\"alg\":\"EdDSA\"}", claims));
    }

    @Test
    void roleComesFromAClaim() throws Exception {
        config.put("role_claim", "groups");
        config.put("roles", Map.of("staff", "backend"));
        claims.put("groups", List.of("all", "staff"));
        assertEquals("backend", letIn(Tokens.signed(claims)).authrole());

        claims.put("groups", List.of("all"));
        assertEquals("user", letIn(Tokens.signed(claims)).authrole());
        config.remove("role");
        assertDenied();

        config.remove("roles");
        claims.put("groups", "backend");
        assertEquals("backend", letIn(Tokens.signed(claims)).authrole());
    }

    @Test
    void roleIsThatOfAPrincipalIfATypeIsGiven() throws Exception {
        config.put("type", "static");
        AuthResult.Accept accept = letIn(Tokens.signed(claims));
        assertEquals("admin", accept.authrole());
        assertEquals("static", accept.provider());

        claims.put("sub", "mallory");
        assertDenied();
    }

    @Test
    void realmMustBeNamedIfThereIsAClaimForIt() throws Exception {
        config.put("realm_claim", "realms");
        assertDenied();
        claims.put("realms", List.of("realm2"));
        assertDenied();
        claims.put("realms", List.of("realm2", "realm1"));
        letIn(Tokens.signed(claims));
    }

    @Test
    void sessionEndsWithTheTokenIfThatIsWanted() throws Exception {
        assertEquals(null, letIn(Tokens.signed(claims)).lifetime());

        config.put("close_at_expiry", true);

        assertEquals(Duration.ofSeconds(60), letIn(Tokens.signed(claims)).lifetime());
        claims.put("exp", Tokens.NOW.getEpochSecond() - 10);
        assertEquals(Duration.ofSeconds(20), letIn(Tokens.signed(claims)).lifetime(), "of the other's clock");
        claims.put("exp", 10_000_000_000_000_000L);
        assertEquals(Duration.ofDays(3650), letIn(Tokens.signed(claims)).lifetime());
    }

    @Test
    void clientMustBeWhoTheTokenIsFor() throws Exception {
        Options hello = Options.of("authextra", Map.of("token", Tokens.signed(claims)));

        assertInstanceOf(AuthResult.Accept.class, begin(hello.with("authid", "joe")));
        assertEquals(AuthResult.Deny.CREDENTIALS, begin(hello.with("authid", "root")));
    }

    @Test
    void A06_tokensOutOfTimeAreDenied() throws Exception {
        long now = Tokens.NOW.getEpochSecond();
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("exp", now - 30), Map.of("nbf", now + 31), Map.of("iat", now + 31))) {
            claims.clear();
            claims.putAll(Tokens.good());
            claims.putAll(wrong);
            assertDenied();
        }
        claims.clear();
        claims.putAll(Tokens.good());
        claims.put("exp", "never");
        assertDenied();
        claims.remove("exp");
        assertDenied();
        claims.put("exp", now - 29); // clocks may differ so far
        letIn(Tokens.signed(claims));
    }

    @Test
    void A06_tokensOfOtherIssuersOrForOthersOrForNobodyAreDenied() throws Exception {
        for (String key : List.of("iss", "aud", "sub")) {
            for (Object wrong : Arrays.asList(null, "", 7L, List.of(), List.of("x"))) {
                claims.clear();
                claims.putAll(Tokens.good());
                claims.put(key, wrong);
                assertDenied();
            }
        }
        claims.putAll(Tokens.good());
        claims.put("aud", "junctor2");
        assertDenied();
    }

    @Test
    void A06_unsignedAndWronglySignedTokensAreDenied() throws Exception {
        String good = Tokens.signed(claims);
        String[] parts = good.split("\\.", -1);
        String none = Tokens.part("{\"alg\":\"none\"}");
        for (String token : List.of(
                "",
                "x",
                "..",
                none + "." + parts[1] + ".",
                none + "." + parts[1] + "." + parts[2],
                Tokens.part("{\"alg\":\"NONE\"}") + "." + parts[1] + ".",
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + Tokens.part("{\"sub\":\"root\"}") + "." + parts[2],
                Tokens.signed(Tokens.OTHER, JWSAlgorithm.RS256, claims),
                Tokens.signedByEd("{\"alg\":\"EdDSA\",\"kid\":\"../../etc/passwd\"}", claims),
                Tokens.signedByEd("{\"alg\":\"EdDSA\",\"kid\":\"rsa\"}", claims),
                Tokens.signedByEd("{\"alg\":\"RS256\",\"kid\":\"ed\"}", claims),
                Tokens.signedByEd("{\"alg\":\"EdDSA\",\"kid\":\"ed\",\"crit\":[\"x\"],\"x\":1}", claims),
                "a".repeat(100_000))) {
            assertDenied(token);
        }
    }

    @Test
    void A06_publicKeyIsNoSharedSecret() throws Exception {
        String input = Tokens.part("{\"alg\":\"HS256\",\"kid\":\"rsa\"}") + "."
                + Tokens.signed(claims).split("\\.", -1)[1];
        for (byte[] secret : List.of(
                Tokens.RSA.toRSAPublicKey().getEncoded(),
                Tokens.RSA.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8))) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            assertDenied(input + "." + Tokens.base64(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII))));
        }
    }

    @Test
    void A06_keysThatTheTokenBringsAlongMeanNothing() throws Exception {
        String header = "{\"alg\":\"EdDSA\",\"kid\":\"mine\",\"jku\":\"http://127.0.0.1/\",\"jwk\":"
                + Tokens.OTHER.toPublicJWK() + "}";

        assertDenied(Tokens.signedByEd(header, claims));
    }

    @Test
    void A06_weakKeysAreNotUsed() throws Exception {
        RSAKey weak = new RSAKeyGenerator(1024, true).keyID("rsa").generate();
        Files.writeString(keys, Tokens.jwks(weak.toPublicJWK()));

        assertDenied();
    }

    @Test
    void algorithmsMayBeFewer() throws Exception {
        config.put("algorithms", List.of("ES256"));

        letIn(Tokens.signedByEc(claims));
        assertDenied();
    }

    @Test
    void A06_longTokensAreNotRead() throws Exception {
        config.put("max_token_bytes", 300);

        assertDenied();
    }

    @Test
    void settingsThatCannotBeUsedLetNobodyIn() throws Exception {
        Map<String, Object> good = Map.copyOf(config);
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("jwks_url", "https://id.example/keys"),
                Map.of("algorithms", List.of("HS256")),
                Map.of("algorithms", "none"),
                Map.of("issuer", List.of()),
                Map.of("audience", 7L),
                Map.of("clock_skew", -1L),
                Map.of("jwks", 7L))) {
            config.putAll(good);
            config.putAll(wrong);
            AuthResult.Deny deny =
                    assertInstanceOf(AuthResult.Deny.class, bring(Tokens.signed(claims)), wrong::toString);
            assertEquals(Reason.AUTHENTICATION_FAILED, deny.reason());
            config.keySet().removeAll(wrong.keySet());
        }
    }

    @Test
    void failureOfTheSourceIsPassedOn() {
        config.put("type", "dynamic");
        broken = true;

        ExecutionException failure = assertThrows(ExecutionException.class, () -> bring(Tokens.signed(claims)));

        assertInstanceOf(IllegalStateException.class, failure.getCause());
    }

    @Test
    void withoutKeysNobodyIsLetIn() throws Exception {
        Files.delete(keys);

        AuthResult.Deny deny = assertInstanceOf(AuthResult.Deny.class, bring(Tokens.signed(claims)));

        assertEquals(Reason.AUTHENTICATION_FAILED, deny.reason());
    }
}
