package org.junctor.api.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Ed25519 key pair, as cryptosign has it for clients and for nodes. The secret is a seed of 32 octets. Immutable, thread-safe.
 *
 * <p>In a file it is as Crossbar writes {@code key.priv}: a line of text, an empty one, then {@code tag: value}, where
 * {@code private-key-ed25519} is the seed as 64 hexadecimal digits. A file of those digits alone, or of the 32 octets, is read as well.
 */
public final class SigningKey {
    /** How long a seed is. */
    public static final int SEED_OCTETS = 32;

    private static final int HEX_OCTETS = 2 * SEED_OCTETS;
    private static final int MOST_OCTETS = 1 << 16;
    private static final String ALGORITHM = "Ed25519";
    private static final Pattern HEX = Pattern.compile("\\s*([0-9a-fA-F]{64})\\s*");
    private static final Pattern PRIVATE =
            Pattern.compile("(?m)^[ \\t]*private-key-ed25519[ \\t]*:[ \\t]*([0-9a-fA-F]{64})[ \\t]*\\r?$");
    private static final Pattern PUBLIC =
            Pattern.compile("(?m)^[ \\t]*public-key-ed25519[ \\t]*:[ \\t]*([0-9a-fA-F]{64})[ \\t]*\\r?$");

    private final PrivateKey key;
    private final String publicKey;

    private SigningKey(PrivateKey key, String publicKey) {
        this.key = key;
        this.publicKey = publicKey;
    }

    /** A new one. */
    public static SigningKey generate() {
        byte[] seed = new byte[SEED_OCTETS];
        new SecureRandom().nextBytes(seed);
        try {
            return ofSeed(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /**
     * The one of this seed, which is copied.
     *
     * @throws IllegalArgumentException if it has not 32 octets
     */
    public static SigningKey ofSeed(byte[] seed) {
        if (seed.length != SEED_OCTETS) {
            throw new IllegalArgumentException("a seed has " + SEED_OCTETS + " octets, not " + seed.length);
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new Seeded(seed));
            KeyPair pair = generator.generateKeyPair(); // the JDK's only way from a seed to the public half
            byte[] encoded = pair.getPublic().getEncoded();
            PrivateKey key = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            return new SigningKey(key, HexFormat.of().formatHex(encoded, encoded.length - SEED_OCTETS, encoded.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no Ed25519", e);
        }
    }

    /**
     * The one that is in a file.
     *
     * @throws IOException if the file cannot be read, or has no such key; the message names the file, and nothing that is in it
     */
    public static SigningKey read(Path file) throws IOException {
        if (Files.size(file) > MOST_OCTETS) {
            throw new IOException(file + " is larger than a key can be");
        }
        byte[] octets = Files.readAllBytes(file);
        if (octets.length == SEED_OCTETS) {
            return ofSeed(octets);
        }
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        Matcher plain = HEX.matcher(text);
        Matcher tagged = PRIVATE.matcher(text);
        String seed = plain.matches() ? plain.group(1) : tagged.find() ? tagged.group(1) : null;
        if (seed == null) {
            throw new IOException(file + " has no private key: it must have a line \"private-key-ed25519: \" with "
                    + HEX_OCTETS + " hexadecimal digits");
        }
        SigningKey key = ofSeed(HexFormat.of().parseHex(seed));
        Matcher other = PUBLIC.matcher(text);
        if (other.find() && !other.group(1).equalsIgnoreCase(key.publicKey)) {
            throw new IOException(file + " has a public-key-ed25519 that does not belong to its private-key-ed25519");
        }
        return key;
    }

    /** The public half, as 64 hexadecimal digits. */
    public String publicKey() {
        return publicKey;
    }

    /** Signs; 64 octets. */
    public byte[] sign(byte[] message) {
        try {
            Signature signer = Signature.getInstance(ALGORITHM);
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot sign with Ed25519", e);
        }
    }

    /**
     * Writes it into a new file that only its owner can read.
     *
     * @param title first line of the file
     * @throws java.nio.file.FileAlreadyExistsException if there is such a file: it is left as it is
     */
    public void write(Path file, String title) throws IOException {
        byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
        String secret = "private-key-ed25519: " + HexFormat.of().formatHex(seed) + "\n";
        create(file, "rw-------", title + "\n\n" + tags() + secret);
    }

    /**
     * Writes the public half into a new file.
     *
     * @param title first line of the file
     * @throws java.nio.file.FileAlreadyExistsException if there is such a file: it is left as it is
     */
    public void writePublic(Path file, String title) throws IOException {
        create(file, "rw-r--r--", title + "\n\n" + tags());
    }

    /** Crossbar reads no file without these. */
    private String tags() {
        return "creator: junctor\ncreated-at: " + Instant.now().truncatedTo(ChronoUnit.MILLIS)
                + "\nmachine-id: unknown\npublic-key-ed25519: " + publicKey + "\n";
    }

    private static void create(Path file, String mode, String text) throws IOException {
        boolean posix = Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (SeekableByteChannel channel = Files.newByteChannel(file, options, attributes)) {
            ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return publicKey;
    }

    /** Gives the seed where the JDK asks for a random one. */
    private static final class Seeded extends SecureRandom {
        private final transient byte[] seed;

        Seeded(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] octets) {
            System.arraycopy(seed, 0, octets, 0, octets.length);
        }
    }
}
