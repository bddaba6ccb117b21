package org.junctor.auth.wampcra;

import java.util.Arrays;
import org.junctor.api.password.WampCra;

/**
 * How a password becomes a key.
 *
 * @param salt the salt, taken as it is written
 * @param iterations iterations of PBKDF2
 * @param octets length of what it derives, of which the key is the Base64 text
 */
record Salting(String salt, int iterations, int octets) {
    /** The key of a password. */
    byte[] derive(String password) {
        char[] characters = password.toCharArray();
        try {
            return WampCra.key(characters, salt, iterations, octets);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }
}
