package org.junctor.api.security;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of Ed25519. */
final class SigningKeyTest {
    /** RFC 8032, 7.1, test 3. */
    private static final String SEED = "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7";

    private static final String PUBLIC = "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025";

    private Path folder = Path.of("");

    @BeforeEach
    void folder(@TempDir Path empty) {
        folder = empty;
    }

    private static VerifyingKey verifying(String text) {
        return Objects.requireNonNull(VerifyingKey.of(text));
    }

    private static SigningKey key(String seed) {
        return SigningKey.ofSeed(HexFormat.of().parseHex(seed));
    }

    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        SEED + "," + PUBLIC + ",af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    })
    void signsAsTheRfcSays(String seed, String publicKey, String message, String signature) {
        byte[] octets = HexFormat.of().parseHex(message);

        assertEquals(publicKey, key(seed).publicKey());
        assertEquals(signature, HexFormat.of().formatHex(key(seed).sign(octets)));
        assertTrue(verifying(publicKey).verifies(HexFormat.of().parseHex(signature), octets));
    }

    @Test
    void whatWasNotSignedIsNotVerified() {
        byte[] message = {1, 2, 3};
        byte[] signature = key(SEED).sign(message);
        VerifyingKey key = verifying(PUBLIC);
        VerifyingKey other = verifying(SigningKey.generate().publicKey());

        assertTrue(key.verifies(signature, message));
        assertFalse(key.verifies(signature, new byte[] {1, 2, 4}));
        assertFalse(other.verifies(signature, message));
        assertFalse(key.verifies(Arrays.copyOf(signature, 63), message));
        assertFalse(key.verifies(Arrays.copyOf(signature, 65), message));
        assertFalse(key.verifies(new byte[64], message));
        signature[0] ^= 1;
        assertFalse(key.verifies(signature, message));
    }

    @Test
    void signatureThatSomebodyElseChangedIsRefused() {
        BigInteger order = BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));
        byte[] message = {1};
        byte[] signature = key(SEED).sign(message);
        byte[] s = reversed(Arrays.copyOfRange(signature, 32, 64));
        byte[] malleable = reversed(octets(new BigInteger(1, s).add(order)));
        System.arraycopy(malleable, 0, signature, 32, 32);

        assertFalse(verifying(PUBLIC).verifies(signature, message));
    }

    private static byte[] octets(BigInteger number) {
        byte[] octets = new byte[32];
        byte[] all = number.toByteArray();
        System.arraycopy(all, 0, octets, 32 - all.length, all.length);
        return octets;
    }

    private static byte[] reversed(byte[] octets) {
        byte[] reversed = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            reversed[i] = octets[octets.length - 1 - i];
        }
        return reversed;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "0200000000000000000000000000000000000000000000000000000000000000",
                "FC51CD8E6218A1A38DA47ED00230F0580816ED13BA3303AC5DEB911548908025",
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb9115489080",
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025 ",
                "gc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
            })
    void whatProvesNothingIsNoKey(String text) {
        assertNull(VerifyingKey.of(text));
        assertNotNull(VerifyingKey.of(PUBLIC));
    }

    @Test
    void whatIsWrittenIsReadAndOnlyTheOwnerCan() throws IOException {
        Path file = folder.resolve("key.priv");
        SigningKey key = SigningKey.generate();

        key.write(file, "A key");

        SigningKey read = SigningKey.read(file);
        assertEquals(key.publicKey(), read.publicKey());
        assertArrayEquals(key.sign(new byte[] {7}), read.sign(new byte[] {7}));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertThrows(FileAlreadyExistsException.class, () -> key.write(file, "Another"));
        assertEquals("A key", Files.readAllLines(file).get(0));
    }

    @Test
    void publicHalfIsWrittenWithoutTheSecret() throws IOException {
        Path file = folder.resolve("key.pub");

        key(SEED).writePublic(file, "A key");

        assertTrue(Files.readString(file).contains("\npublic-key-ed25519: " + PUBLIC + "\n"));
        assertFalse(Files.readString(file).contains(SEED));
    }

    @Test
    void otherSpellingsOfASeedAreRead() throws IOException {
        Path digits = Files.writeString(folder.resolve("digits"), SEED + "\n");
        Path raw = Files.write(folder.resolve("raw"), HexFormat.of().parseHex(SEED));

        assertEquals(PUBLIC, SigningKey.read(digits).publicKey());
        assertEquals(PUBLIC, SigningKey.read(raw).publicKey());
    }

    @Test
    void filesWithoutAKeyAreRefusedWithTheirNameAndNothingElse() throws IOException {
        Path none = Files.writeString(folder.resolve("none"), "hunter2");
        Path other = Files.writeString(
                folder.resolve("other"),
                "k\n\npublic-key-ed25519: " + "0".repeat(64) + "\nprivate-key-ed25519: " + SEED + "\n");

        IOException noKey = assertThrows(IOException.class, () -> SigningKey.read(none));
        IOException noPair = assertThrows(IOException.class, () -> SigningKey.read(other));
        assertTrue(
                noKey.toString().contains(none.toString()) && !noKey.toString().contains("hunter2"));
        assertTrue(noPair.toString().contains("does not belong")
                && !noPair.toString().contains(SEED));
        assertFalse(key(SEED).toString().contains(SEED));
    }
}
