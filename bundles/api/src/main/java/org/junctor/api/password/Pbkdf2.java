package org.junctor.api.password;

import java.security.GeneralSecurityException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** PBKDF2 with HMAC-SHA-256 (RFC 8018), by the platform. */
public final class Pbkdf2 {
    private Pbkdf2() {}

    /**
     * Derives a key; slow by purpose, so not to be called on a thread of the network by a router.
     *
     * @param password the password, of one character at least
     * @param salt the salt, of one octet at least
     * @param iterations how often, 1 or more
     * @param octets how long the key shall be, 1 or more
     */
    public static byte[] derive(char[] password, byte[] salt, int iterations, int octets) {
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, octets * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2 with HMAC-SHA-256", e);
        } finally {
            spec.clearPassword();
        }
    }
}
