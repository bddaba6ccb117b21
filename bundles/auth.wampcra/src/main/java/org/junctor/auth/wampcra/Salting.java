package org.junctor.auth.wampcra;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junctor.api.password.Pbkdf2;

/**
 * How a password becomes a key.
 *
 * @param salt the salt, taken as it is written
 * @param iterations iterations of PBKDF2
 * @param octets length of what it derives, of which the key is the Base64 text
 */
record Salting(String salt, int iterations, int octets) {
    /** The key of a password: the Base64 text, as all clients do it. */
    byte[] derive(String password) {
        byte[] derived =
                Pbkdf2.derive(password.toCharArray(), salt.getBytes(StandardCharsets.UTF_8), iterations, octets);
        return Base64.getEncoder().encode(derived);
    }

    static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
        }
    }
}
