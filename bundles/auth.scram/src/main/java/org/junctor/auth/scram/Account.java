package org.junctor.auth.scram;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.password.KeyDerivation;
import org.junctor.api.password.ScramKeys;
import org.junctor.api.security.LogPace;
import org.junctor.api.security.Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the router has of a principal: how the client derives its key, and the keys to check its proof with.
 *
 * @param cost how the client derives its key
 * @param salt with which salt, in Base64 as CHALLENGE has it
 * @param keys what proves that the client knows its password
 */
record Account(Cost cost, String salt, ScramKeys keys) {
    private static final Logger LOG = LoggerFactory.getLogger(Account.class);
    private static final LogPace PACE = new LogPace();
    private static final int LEAST_SALT = 8;
    private static final int HEX_KEY = 2 * ScramKeys.OCTETS;

    /**
     * How the client derives its key from its password.
     *
     * @param kdf {@code pbkdf2} or {@code argon2id13}
     * @param iterations how often
     * @param memory KiB of memory for Argon2id; 0 for PBKDF2
     */
    record Cost(String kdf, int iterations, int memory) {
        static final String PBKDF2 = "pbkdf2";

        private static final int LEAST_ITERATIONS = 4096; // RFC 7677
        private static final int MOST_ITERATIONS = 10_000_000;
        private static final long LEAST_WORK = 32 * 512; // iterations times KiB, as in the specification's own sample
        private static final int LEAST_MEMORY = 8;
        private static final int MOST_MEMORY = 1 << 20;

        /** Whether a stolen key file would not give its passwords away at once, and clients can bear it. */
        boolean fits() {
            return kdf.equals(PBKDF2)
                    ? iterations >= LEAST_ITERATIONS && iterations <= MOST_ITERATIONS
                    : iterations >= 1
                            && iterations <= MOST_ITERATIONS
                            && memory >= LEAST_MEMORY
                            && memory <= MOST_MEMORY
                            && (long) iterations * memory >= LEAST_WORK;
        }
    }

    /** The account of a principal for a method; null, and a line in the log, if it is written so that nobody can log in. */
    static @Nullable Account of(Principal principal, String method) {
        Map<String, ? extends @Nullable Object> entries = principal.entries(method);
        Cost cost = cost(entries);
        if (cost == null) {
            return unusable(principal, method, "'kdf' must be pbkdf2 or argon2id13, with 'iterations' and 'memory'");
        }
        if (!cost.fits()) {
            return unusable(principal, method, "'iterations' or 'memory' is too small, or out of range");
        }
        String storedKey = text(entries, "stored-key");
        // Crossbar has hexadecimal digits, the specification Base64.
        boolean hex = storedKey.length() == HEX_KEY;
        byte[] salt = octets(text(entries, "salt"), hex);
        byte[] stored = octets(storedKey, hex);
        byte[] server = octets(text(entries, "server-key"), hex);
        if (salt.length < LEAST_SALT || stored.length != ScramKeys.OCTETS || server.length != ScramKeys.OCTETS) {
            return unusable(
                    principal,
                    method,
                    "'salt', 'stored-key' and 'server-key' must be there, all in hex or all in Base64");
        }
        return new Account(cost, Base64.getEncoder().encodeToString(salt), new ScramKeys(stored, server));
    }

    private static @Nullable Cost cost(Map<String, ? extends @Nullable Object> entries) {
        int iterations = number(entries, "iterations");
        return switch (text(entries, "kdf")) {
            case Cost.PBKDF2 -> new Cost(Cost.PBKDF2, iterations, 0);
            case KeyDerivation.ARGON2ID, "argon2id-13" ->
                new Cost(KeyDerivation.ARGON2ID, iterations, number(entries, "memory"));
            default -> null;
        };
    }

    private static @Nullable Account unusable(Principal principal, String method, String what) {
        if (PACE.due()) {
            LOG.warn("{} cannot be let in by {}: {}", principal, method, what);
        }
        return null;
    }

    private static String text(Map<String, ? extends @Nullable Object> entries, String key) {
        return entries.get(key) instanceof String text ? text : "";
    }

    private static int number(Map<String, ? extends @Nullable Object> entries, String key) {
        return entries.get(key) instanceof Number number && number.doubleValue() <= Integer.MAX_VALUE
                ? number.intValue()
                : -1;
    }

    private static byte[] octets(String text, boolean hex) {
        try {
            return hex ? HexFormat.of().parseHex(text) : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "account of scram, " + cost;
    }
}
