package org.junctor.kdf.argon2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junctor.api.client.Credential;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Options;
import org.junctor.api.password.KeyDerivation;
import org.junctor.api.password.ScramKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class Argon2idTest {
    private final Argon2id subject = new Argon2id();

    @Test
    void vectorOfTheReferenceProgram() {
        byte[] salt = "1234567890abcdef".getBytes(StandardCharsets.US_ASCII);

        assertEquals(
                "ee4a8acf9d5958354fb79a95ae20692d05e42591ba49fae85eb6700e8b0ed293",
                HexFormat.of().formatHex(subject.derive("p4ssw0rd".toCharArray(), salt, 32, 512)));
    }

    @Test
    void keysOfAutobahnAreMadeOfTheTextOfTheHash() {
        byte[] salt = HexFormat.of().parseHex("ae1f0d2f422757809077785e660b62c6");

        byte[] hash = subject.derive("secret123".toCharArray(), salt, 4096, 512);

        ScramKeys keys = ScramKeys.of(Base64.getEncoder().withoutPadding().encode(hash));
        assertEquals(
                "5f19358ff6f38e267b6ef1ea1d862514ec4e8745a84682259fd3894be09febb5",
                HexFormat.of().formatHex(keys.storedKey()));
        assertEquals(
                "0d8e7e9222a7c0e54c9e979aa342115699ff5696c45dc379b5ee241338a5861d",
                HexFormat.of().formatHex(keys.serverKey()));
    }

    @Test
    void clientOnAClassPathFindsIt() throws Exception {
        assertEquals(
                KeyDerivation.ARGON2ID,
                ServiceLoader.load(KeyDerivation.class)
                        .findFirst()
                        .orElseThrow()
                        .name());
        Credential.Proof proof = Credential.scram("pencil").begin("user");
        Options extra = Options.of("nonce", proof.extra().text("nonce") + "more")
                .with("kdf", KeyDerivation.ARGON2ID)
                .with("salt", "W22ZaJ0SNY7soEsUEjb6gQ==")
                .with("iterations", 32L)
                .with("memory", 512L);

        assertNotNull(proof.answer(new Challenge("wamp-scram", extra))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS));
    }
}
