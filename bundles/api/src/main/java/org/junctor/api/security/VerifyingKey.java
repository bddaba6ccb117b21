package org.junctor.api.security;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An Ed25519 public key, which checks signatures (RFC 8032). Stricter than the JDK: keys under which everybody can sign, and signatures
 * that somebody else changed without breaking them, are refused. Immutable, thread-safe.
 */
public final class VerifyingKey {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final int OCTETS = 32;
    private static final String ALGORITHM = "Ed25519";
    /** Stands before the octets of a key in what the JDK reads (RFC 8410). */
    private static final byte[] HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final BigInteger FIELD = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
    /** The order of the base point, L. */
    private static final BigInteger ORDER =
            BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

    /** The coordinates y of the points of order 1, 2, 4 and 8. */
    private static final Set<BigInteger> LOW_ORDER = Set.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            FIELD.subtract(BigInteger.ONE),
            number("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
            number("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"));

    private final String text;
    private final PublicKey key;

    private VerifyingKey(String text, PublicKey key) {
        this.text = text;
        this.key = key;
    }

    /** The key that this text is, 64 lower-case hexadecimal digits; null if it is none, or one that proves nothing. */
    public static @Nullable VerifyingKey of(String text) {
        if (!HEX.matcher(text).matches()) {
            return null;
        }
        BigInteger y = number(text).clearBit(255);
        if (y.compareTo(FIELD) >= 0 || LOW_ORDER.contains(y)) {
            return null;
        }
        try {
            byte[] encoded = HexFormat.of().parseHex(HexFormat.of().formatHex(HEAD) + text);
            PublicKey key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
            Signature.getInstance(ALGORITHM).initVerify(key); // fails if it is no point of the curve
            return new VerifyingKey(text, key);
        } catch (GeneralSecurityException noPoint) {
            return null;
        }
    }

    /** Whether {@code signature} was made of {@code message} with the private half of this key. */
    public boolean verifies(byte[] signature, byte[] message) {
        if (signature.length != 2 * OCTETS
                || number(HexFormat.of().formatHex(signature, OCTETS, 2 * OCTETS))
                                .compareTo(ORDER)
                        >= 0) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /** The number that these octets are, the lowest first. */
    private static BigInteger number(String hex) {
        byte[] octets = HexFormat.of().parseHex(hex);
        byte[] reversed = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            reversed[i] = octets[octets.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    /** As 64 hexadecimal digits. */
    @Override
    public String toString() {
        return text;
    }
}
