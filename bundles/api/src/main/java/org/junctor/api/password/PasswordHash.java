package org.junctor.api.password;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A password as it may be kept in a file: {@code $pbkdf2-sha256$i=100000$salt$key}, the last two in Base64 without padding. */
public final class PasswordHash {
    /** Iterations of new hashes. */
    public static final int ITERATIONS = 100_000;

    private static final int LEAST_ITERATIONS = 1_000;
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int OCTETS = 32;
    private static final int SALT_OCTETS = 16;
    private static final Pattern TEXT =
            Pattern.compile("\\$pbkdf2-sha256\\$i=(\\d{4,8})\\$([A-Za-z0-9+/]{10,86})\\$([A-Za-z0-9+/]{43})");

    private final int iterations;
    private final byte[] salt;
    private final byte[] key;

    private PasswordHash(int iterations, byte[] salt, byte[] key) {
        this.iterations = iterations;
        this.salt = salt;
        this.key = key;
    }

    /** A hash of a password with a fresh salt. Slow by purpose. */
    public static PasswordHash of(char[] password) {
        byte[] salt = new byte[SALT_OCTETS];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(ITERATIONS, salt, Pbkdf2.derive(password, salt, ITERATIONS, OCTETS));
    }

    /** The hash that no password has, as costly as others. */
    public static PasswordHash ofNobody() {
        SecureRandom random = new SecureRandom();
        byte[] salt = new byte[SALT_OCTETS];
        byte[] key = new byte[OCTETS];
        random.nextBytes(salt);
        random.nextBytes(key);
        return new PasswordHash(ITERATIONS, salt, key);
    }

    /** The hash that this text says; null if it is none, or a weak one. */
    public static @Nullable PasswordHash parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        int iterations = Integer.parseInt(parts.group(1));
        String salt = parts.group(2);
        if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS || salt.length() % 4 == 1) {
            return null;
        }
        Base64.Decoder decoder = Base64.getDecoder();
        return new PasswordHash(iterations, decoder.decode(salt), decoder.decode(parts.group(3)));
    }

    /** Whether it is the hash of this password. Slow by purpose; the comparison takes the same time for all. */
    public boolean matches(char[] password) {
        return password.length > 0 && MessageDigest.isEqual(Pbkdf2.derive(password, salt, iterations, OCTETS), key);
    }

    /** As it is written in a file. */
    public String text() {
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return "$pbkdf2-sha256$i=" + iterations + "$" + encoder.encodeToString(salt) + "$"
                + encoder.encodeToString(key);
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "PBKDF2 hash of " + iterations + " iterations";
    }
}
