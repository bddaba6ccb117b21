package org.junctor.api.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.junctor.api.client.Credential.Proof;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.security.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cryptosign, the client's half. */
final class CryptosignTest {
    private static final SigningKey KEY = SigningKey.generate();
    private static final SigningKey NODE = SigningKey.generate();
    private static final HexFormat HEX = HexFormat.of();
    private static final String CHALLENGE = "b26c1f87c13fc1da14997f1b5a71995dff8fbe0a62fae8473c7bdbd05bfb607d";

    private static String answer(Proof proof, Options extra) {
        return proof.answer(new Challenge("cryptosign", extra))
                .toCompletableFuture()
                .join()
                .signature();
    }

    private static Throwable refusal(Proof proof, Options extra) {
        return Objects.requireNonNull(assertThrows(CompletionException.class, () -> answer(proof, extra))
                .getCause());
    }

    /** The vectors of the specification that are without channel binding. */
    @ParameterizedTest
    @CsvSource({
        "4d57d97a68f555696620a6d849c0ce582568518d729eb753dc7c732de2804510,"
                + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff,"
                + "b32675b221f08593213737bef8240e7c15228b07028e19595294678c90d11c0cae80a357331bfc5cc9fb71081464e6e75013517c2cf067ad566a6b7b728e5d03",
        "d511fe78e23934b3dadb52fcd022974b80bd92bccc7c5cf404e46cc0a8a2f5cd,"
                + CHALLENGE
                + ",d4209ad10d5aff6bfbc009d7e924795de138a63515efc7afc6b01b7fe5201372190374886a70207b042294af5bd64ce725cd8dceb344e6d11c09d1aaaf4d660f",
        "6e1fde9cf9e2359a87420b65a87dc0c66136e66945196ba2475990d8a0c3a25b,"
                + "b05e6b8ad4d69abf74aa3be3c0ee40ae07d66e1895b9ab09285a2f1192d562d2,"
                + "7beb282184baadd08f166f16dd683b39cab53816ed81e6955def951cb2ddad1ec184e206746fd82bda075af03711d3d5658fc84a76196b0fa8d1ebc92ef9f30b"
    })
    void answersAreThoseOfTheSpecification(String seed, String challenge, String signature) {
        Proof proof =
                Credential.cryptosign(SigningKey.ofSeed(HEX.parseHex(seed))).begin(null);

        assertEquals(signature + challenge, answer(proof, Options.of("challenge", challenge)));
    }

    @Test
    void helloHasThePublicKey() {
        assertEquals(
                Options.of("pubkey", KEY.publicKey()),
                Credential.cryptosign(KEY).begin(null).extra());
    }

    @Test
    void routerThatProvesItsKeyIsAnswered() throws ProtocolViolation {
        Proof proof = Credential.cryptosign(KEY, NODE.publicKey()).begin(null);
        String ours = Objects.requireNonNull(proof.extra().text("challenge"));

        String signed = answer(proof, signedBy(NODE, ours));

        assertEquals(192, signed.length());
    }

    @Test
    void routerThatProvesAnotherKeyOrNoneIsRefused() throws ProtocolViolation {
        Proof proof = Credential.cryptosign(KEY, NODE.publicKey()).begin(null);
        String ours = Objects.requireNonNull(proof.extra().text("challenge"));

        for (Options extra : new Options[] {
            signedBy(SigningKey.generate(), ours),
            signedBy(NODE, CHALLENGE),
            signedBy(NODE, ours).with("pubkey", KEY.publicKey()),
            signedBy(KEY, ours).with("pubkey", NODE.publicKey()),
            signedBy(NODE, ours).with("signature", "00"),
            Options.of("challenge", CHALLENGE)
        }) {
            assertInstanceOf(WampException.class, refusal(proof, extra));
        }
        assertThrows(IllegalArgumentException.class, () -> Credential.cryptosign(KEY, "0".repeat(64)));
    }

    private static Options signedBy(SigningKey key, String message) {
        return Options.of("challenge", CHALLENGE)
                .with("pubkey", key.publicKey())
                .with("signature", HEX.formatHex(key.sign(HEX.parseHex(message))) + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "zz6c1f87c13fc1da14997f1b5a71995dff8fbe0a62fae8473c7bdbd05bfb607d"})
    void challengesThatAreNoneAreRefused(String challenge) {
        Proof proof = Credential.cryptosign(KEY).begin(null);

        assertInstanceOf(ProtocolViolation.class, refusal(proof, Options.of("challenge", challenge)));
        assertInstanceOf(ProtocolViolation.class, refusal(proof, Options.EMPTY));
    }

    @Test
    void bindingThatWasNotAskedForIsRefused() {
        Options extra = Options.of("challenge", CHALLENGE).with("channel_binding", "tls-unique");

        assertInstanceOf(
                ProtocolViolation.class, refusal(Credential.cryptosign(KEY).begin(null), extra));
    }
}
