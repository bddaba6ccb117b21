package org.junctor.api.password;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way to derive a key from a password that takes memory, too, which the platform does not have: a service with the property
 * {@value #KDF}; on a plain class path {@link java.util.ServiceLoader} finds it.
 */
@ConsumerType
public interface KeyDerivation {
    /** Service property: the name, as {@link #name()}. */
    String KDF = "kdf";

    /** Name of Argon2id 1.3 (RFC 9106) with one lane. */
    String ARGON2ID = "argon2id13";

    /** Its name as in CHALLENGE of {@code wamp-scram}. */
    String name();

    /**
     * Derives a key of 32 octets; slow by purpose. Thread-safe.
     *
     * @param password the password, of one character at least
     * @param salt the salt, of 8 octets at least
     * @param iterations how often, 1 or more
     * @param memory how many KiB it takes, 8 or more
     */
    byte[] derive(char[] password, byte[] salt, int iterations, int memory);
}
