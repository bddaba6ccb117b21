package org.junctor.api.password;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The formulas of WAMP-CRA (spec: "Challenge Response Authentication"), as all clients really do them. */
public final class WampCra {
    private WampCra() {}

    /**
     * Derives a key from a password: the Base64 text of PBKDF2, with the salt as it is written. Slow by purpose, so not to be called on
     * a thread of the network by a router.
     *
     * @param password the password, of one character at least
     * @param salt the salt, of one character at least
     * @param iterations how often, 1 or more
     * @param octets how long what is derived shall be, 1 or more
     */
    public static byte[] key(char[] password, String salt, int iterations, int octets) {
        return Base64.getEncoder()
                .encode(Pbkdf2.derive(password, salt.getBytes(StandardCharsets.UTF_8), iterations, octets));
    }

    /** The signature of a challenge, which is Base64 text. */
    public static String signature(byte[] key, String challenge) {
        return Base64.getEncoder().encodeToString(HmacSha256.of(key, challenge));
    }
}
