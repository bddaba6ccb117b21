package org.junctor.auth.cryptosign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.Principal;
import org.junctor.api.security.PrincipalSource;
import org.junctor.api.security.SigningKey;
import org.junctor.api.security.VerifyingKey;
import org.junctor.api.transport.ChannelBinding;
import org.junctor.api.transport.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cryptosign, the router's half. */
final class CryptosignAuthenticatorTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final SigningKey ALICE = SigningKey.generate();
    private static final byte[] CHANNEL =
            HEX.parseHex("62e935ae755f3d48f80d4d59f6121358c435722a67e859cc0caa8b539027f2ff");

    private final Map<String, Object> config = new HashMap<>();
    private final Map<String, Object> entries = new HashMap<>(Map.of("authorized_keys", List.of(ALICE.publicKey())));
    private @Nullable ChannelBinding binding;
    private CryptosignAuthenticator method;

    @BeforeEach
    void make(@TempDir Path folder) {
        method = new CryptosignAuthenticator(folder);
    }

    @AfterEach
    void stop() {
        method.stop();
    }

    private PrincipalSource source() {
        return query -> {
            Principal alice = new Principal("alice", "user", "realm1", false, entries, Options.of("x", 1L));
            boolean meant = query.authid() == null
                    ? query.fits().test(alice)
                    : query.authid().equals("alice");
            return CompletableFuture.completedFuture(meant ? alice : null);
        };
    }

    private AuthResult begin(@Nullable String authid, Options extra) throws Exception {
        Options details = Options.of("authextra", extra.entries());
        Hello hello = new Hello("realm1", authid == null ? details : details.with("authid", authid));
        Peer peer = new Peer("websocket", "127.0.0.1:1", binding != null, Map.of(), Map.of(), null).bound(binding);
        return method.begin(new AuthRequest("realm1", 7, hello, peer, config, source()))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private AuthResult.Challenge challenged(@Nullable String authid, Options extra) throws Exception {
        return assertInstanceOf(AuthResult.Challenge.class, begin(authid, extra));
    }

    private static Options pubkey(SigningKey key) {
        return Options.of("pubkey", key.publicKey());
    }

    private static AuthResult answer(AuthResult.Challenge challenge, String signature) throws Exception {
        return challenge
                .next()
                .answer(new Authenticate(signature, Options.EMPTY))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static String signed(SigningKey key, byte[] message) {
        return HEX.formatHex(key.sign(message)) + HEX.formatHex(message);
    }

    private static byte[] message(AuthResult.Challenge challenge) throws ProtocolViolation {
        return HEX.parseHex(challenge.extra().text("challenge"));
    }

    private static void assertDenied(AuthResult result) {
        AuthResult.Deny deny = assertInstanceOf(AuthResult.Deny.class, result);
        assertEquals(Reason.AUTHENTICATION_DENIED, deny.reason());
        assertEquals(AuthResult.Deny.CREDENTIALS, deny);
    }

    /** The vectors of the specification: the last three are bound to a channel. */
    @ParameterizedTest
    @CsvSource({
        "4d57d97a68f555696620a6d849c0ce582568518d729eb753dc7c732de2804510,false,"
                + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff,"
                + "b32675b221f08593213737bef8240e7c15228b07028e19595294678c90d11c0cae80a357331bfc5cc9fb71081464e6e75013517c2cf067ad566a6b7b728e5d03"
                + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "d511fe78e23934b3dadb52fcd022974b80bd92bccc7c5cf404e46cc0a8a2f5cd,false,"
                + "b26c1f87c13fc1da14997f1b5a71995dff8fbe0a62fae8473c7bdbd05bfb607d,"
                + "d4209ad10d5aff6bfbc009d7e924795de138a63515efc7afc6b01b7fe5201372190374886a70207b042294af5bd64ce725cd8dceb344e6d11c09d1aaaf4d660f"
                + "b26c1f87c13fc1da14997f1b5a71995dff8fbe0a62fae8473c7bdbd05bfb607d",
        "6e1fde9cf9e2359a87420b65a87dc0c66136e66945196ba2475990d8a0c3a25b,false,"
                + "b05e6b8ad4d69abf74aa3be3c0ee40ae07d66e1895b9ab09285a2f1192d562d2,"
                + "7beb282184baadd08f166f16dd683b39cab53816ed81e6955def951cb2ddad1ec184e206746fd82bda075af03711d3d5658fc84a76196b0fa8d1ebc92ef9f30b"
                + "b05e6b8ad4d69abf74aa3be3c0ee40ae07d66e1895b9ab09285a2f1192d562d2",
        "4d57d97a68f555696620a6d849c0ce582568518d729eb753dc7c732de2804510,true,"
                + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff,"
                + "9b6f41540c9b95b4b7b281c3042fa9c54cef43c842d62ea3fd6030fcb66e70b3e80d49d44c29d1635da9348d02ec93f3ed1ef227dfb59a07b580095c2b82f80f"
                + "9d16ca518aa0c2b707f2b2a609edeca73bca8dd59817a633f35574ac6fd80d00",
        "d511fe78e23934b3dadb52fcd022974b80bd92bccc7c5cf404e46cc0a8a2f5cd,true,"
                + "b26c1f87c13fc1da14997f1b5a71995dff8fbe0a62fae8473c7bdbd05bfb607d,"
                + "305aaa3ac25e98f651427688b3fc43fe7d8a68a7ec1d7d61c61517c519bd4a427c3015599d83ca28b4c652333920223844ef0725eb5dc2febfd6af7677b73f01"
                + "d0852a29b460fc92ec943242ac638a053bbacc200512b18b30d15083cbdc9282",
        "6e1fde9cf9e2359a87420b65a87dc0c66136e66945196ba2475990d8a0c3a25b,true,"
                + "b05e6b8ad4d69abf74aa3be3c0ee40ae07d66e1895b9ab09285a2f1192d562d2,"
                + "ee3c7644fd8070532bc1fde3d70d742267da545d8c8f03e63bda63f1ad4214f4d2c4bfdb4eb9526def42deeb7e31602a6ff99eba893e0a4ad4d45892ca75e608"
                + "d2b75e24a189a7f78ca776ba36fc53f6c3e31c32f251f2c524f0a44202f2902d"
    })
    void T10_vectorsOfTheSpecification(String seed, boolean bound, String challenge, String answer)
            throws ProtocolViolation {
        SigningKey key = SigningKey.ofSeed(HEX.parseHex(seed));
        Opening opening = Opening.of(pubkey(key).with("channel_binding", "tls-exporter"));
        Exchange exchange = new Exchange(opening, HEX.parseHex(challenge), bound ? CHANNEL : null);

        assertEquals(null, exchange.flaw(answer));
        assertEquals(challenge, exchange.extra(null).text("challenge"));
        for (int octet : new int[] {0, 31, 32, 63, 64, 95}) { // both halves of the signature, and the message
            byte[] changed = HEX.parseHex(answer);
            changed[octet] ^= 1;
            assertNotEquals(null, exchange.flaw(HEX.formatHex(changed)), "octet " + octet);
        }
        assertNotEquals(null, new Exchange(opening, HEX.parseHex(challenge), bound ? null : CHANNEL).flaw(answer));
        assertNotEquals(null, exchange.flaw(answer.toUpperCase(Locale.ROOT)));
        assertNotEquals(null, exchange.flaw(answer.substring(0, 128)));
        assertNotEquals(null, exchange.flaw(""));
    }

    @Test
    void whoSignsTheChallengeIsLetIn() throws Exception {
        AuthResult.Challenge challenge = challenged("alice", pubkey(ALICE));

        AuthResult result = answer(challenge, signed(ALICE, message(challenge)));

        assertEquals(new AuthResult.Accept("alice", "user", "static", Options.of("x", 1L), "realm1"), result);
    }

    @Test
    void whoSaysNoNameIsFoundByTheKey() throws Exception {
        AuthResult.Challenge challenge = challenged(null, pubkey(ALICE));

        AuthResult result = answer(challenge, signed(ALICE, message(challenge)));

        assertEquals("alice", assertInstanceOf(AuthResult.Accept.class, result).authid());
    }

    @Test
    void keyThatAProcedureAnswersIsTaken() throws Exception {
        config.put("type", "dynamic");
        entries.clear();
        entries.put("pubkey", ALICE.publicKey());
        AuthResult.Challenge challenge = challenged("alice", pubkey(ALICE));

        AuthResult result = answer(challenge, signed(ALICE, message(challenge)));

        assertEquals(
                "dynamic", assertInstanceOf(AuthResult.Accept.class, result).provider());
    }

    @Test
    void principalWithoutKeysIsNotLetIn() throws Exception {
        entries.clear();
        AuthResult.Challenge challenge = challenged("alice", pubkey(ALICE));

        assertDenied(answer(challenge, signed(ALICE, message(challenge))));
    }

    @Test
    void whoIsUnknownIsChallengedAndDeniedLikeAWrongSignature() throws Exception {
        SigningKey mallory = SigningKey.generate();
        AuthResult.Challenge known = challenged("alice", pubkey(ALICE));
        AuthResult.Challenge unknown = challenged("mallory", pubkey(mallory));
        AuthResult.Challenge nameless = challenged(null, pubkey(mallory));
        AuthResult.Challenge otherKey = challenged("alice", pubkey(mallory));

        assertEquals(known.extra().keys(), unknown.extra().keys());
        assertDenied(answer(known, signed(mallory, message(known))));
        assertDenied(answer(unknown, signed(mallory, message(unknown))));
        assertDenied(answer(nameless, signed(mallory, message(nameless))));
        assertDenied(answer(otherKey, signed(mallory, message(otherKey))));
    }

    @Test
    void T11_challengesAreFreshAndGoodForOneAnswer() throws Exception {
        AuthResult.Challenge first = challenged("alice", pubkey(ALICE));
        AuthResult.Challenge second = challenged("alice", pubkey(ALICE));
        String answer = signed(ALICE, message(first));

        assertTrue(Objects.requireNonNull(first.extra().text("challenge")).matches("[0-9a-f]{64}"));
        assertNotEquals(first.extra().text("challenge"), second.extra().text("challenge"));
        assertDenied(answer(second, answer));
        assertInstanceOf(AuthResult.Accept.class, answer(first, answer));
        assertDenied(answer(first, answer));
    }

    @Test
    void T12_proofIsBoundToTheConnection() throws Exception {
        binding = type -> type.equals(ChannelBinding.TLS_EXPORTER) ? CHANNEL : null;
        Options asks = pubkey(ALICE).with("channel_binding", "tls-exporter");
        AuthResult.Challenge bound = challenged("alice", asks);
        AuthResult.Challenge unbound = challenged("alice", asks);
        byte[] message = message(bound);
        for (int i = 0; i < message.length; i++) {
            message[i] ^= CHANNEL[i];
        }

        assertEquals("tls-exporter", bound.extra().text("channel_binding"));
        assertInstanceOf(AuthResult.Accept.class, answer(bound, signed(ALICE, message)));
        assertDenied(answer(unbound, signed(ALICE, message(unbound))));
    }

    @Test
    void T12_bindingThatThereIsNotIsLeftOutOrRefused() throws Exception {
        for (ChannelBinding none : new ChannelBinding[] {null, type -> null, type -> new byte[12]}) {
            binding = none;
            config.remove("channel_binding");
            AuthResult.Challenge challenge = challenged("alice", pubkey(ALICE).with("channel_binding", "tls-unique"));
            assertFalse(challenge.extra().has("channel_binding"));
            assertInstanceOf(AuthResult.Accept.class, answer(challenge, signed(ALICE, message(challenge))));

            config.put("channel_binding", "required");
            assertInstanceOf(
                    AuthResult.Deny.class, begin("alice", pubkey(ALICE).with("channel_binding", "tls-unique")));
            assertInstanceOf(AuthResult.Deny.class, begin("alice", pubkey(ALICE)));
        }
    }

    @Test
    void T13_routerSignsWhatTheClientAsks(@TempDir Path folder) throws Exception {
        SigningKey node = SigningKey.generate();
        node.write(folder.resolve("node.key"), "A key");
        config.put("node_key", folder.resolve("node.key").toString());
        byte[] asked = HEX.parseHex("bbae60ea44cdd7b20dc7010a618b0f0803fab25a817520b4b7f057299b524deb");
        Options hello = pubkey(ALICE).with("challenge", HEX.formatHex(asked));

        Options plain = challenged("alice", hello).extra();
        binding = type -> CHANNEL;
        Options bound = challenged("alice", hello.with("channel_binding", "tls-exporter"))
                .extra();

        assertEquals(node.publicKey(), plain.text("pubkey"));
        assertProves(node, asked, plain.text("signature"));
        byte[] message = asked.clone();
        for (int i = 0; i < message.length; i++) {
            message[i] ^= CHANNEL[i];
        }
        assertProves(node, message, bound.text("signature"));
    }

    private static void assertProves(SigningKey key, byte[] message, @Nullable String signed) {
        assertNotNull(signed);
        assertEquals(192, signed.length());
        assertEquals(HEX.formatHex(message), signed.substring(128));
        assertTrue(Objects.requireNonNull(VerifyingKey.of(key.publicKey()))
                .verifies(HEX.parseHex(signed.substring(0, 128)), message));
    }

    @Test
    void T13_withoutANodeKeyTheRouterProvesNothing(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("late.key");
        config.put("node_key", file.toString());
        Options hello = pubkey(ALICE).with("challenge", "00".repeat(32));

        assertFalse(challenged("alice", hello).extra().has("signature"));
        Files.writeString(file, "no key");
        assertFalse(challenged("alice", hello).extra().has("signature"));
        Files.delete(file);
        SigningKey.generate().write(file, "A key"); // found without a restart
        assertTrue(challenged("alice", hello).extra().has("signature"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "FC51CD8E6218A1A38DA47ED00230F0580816ED13BA3303AC5DEB911548908025"
            })
    void A04_keysThatProveNothingAreRefusedAtOnce(String pubkey) throws Exception {
        AuthResult.Deny deny = assertInstanceOf(AuthResult.Deny.class, begin("alice", Options.of("pubkey", pubkey)));

        assertTrue(deny.message().startsWith("authextra.pubkey must be"), deny::message);
    }

    @Test
    void A04_helloThatIsNotAsItMustBeIsRefused() throws Exception {
        for (Options extra : List.of(
                Options.EMPTY,
                Options.of("pubkey", 7L),
                pubkey(ALICE).with("challenge", "00"),
                pubkey(ALICE).with("challenge", "G".repeat(64)),
                pubkey(ALICE).with("channel_binding", "x"),
                pubkey(ALICE).with("channel_binding", 1L))) {
            assertInstanceOf(AuthResult.Deny.class, begin("alice", extra), extra::toString);
        }
    }
}
