package org.junctor.auth.wampcra;

import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.LogPace;
import org.junctor.api.security.Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the router has of a principal to check signatures with.
 *
 * @param secret the secret itself, or the Base64 text of the key that was derived from it
 * @param salting how clients derive their key; null if they sign with the secret itself
 * @param derived whether {@code secret} is the key already
 */
record Account(String secret, @Nullable Salting salting, boolean derived) {
    private static final Logger LOG = LoggerFactory.getLogger(Account.class);
    private static final LogPace PACE = new LogPace();
    private static final int ITERATIONS = 1000;
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int OCTETS = 32;
    private static final int MOST_OCTETS = 1024;

    /** An account, and the role of who has it. */
    record Named(String role, Account account) {}

    /** Whether the key must be derived from the secret. */
    boolean derives() {
        return salting != null && !derived;
    }

    /** The account of a principal; null, and a line in the log, if it is written so that nobody can log in. */
    static @Nullable Account of(Principal principal) {
        Map<String, ? extends @Nullable Object> entries = principal.entries(WampCraAuthenticator.METHOD_NAME);
        Object salt = entries.get("salt");
        Salting salting = null;
        if (salt != null) {
            long iterations = number(entries, "iterations", ITERATIONS);
            long octets = number(entries, "keylen", OCTETS);
            if (!(salt instanceof String text) || text.isEmpty()) {
                return unusable(principal, "'salt' must be text");
            }
            if (iterations < 1 || iterations > MOST_ITERATIONS || octets < 1 || octets > MOST_OCTETS) {
                return unusable(principal, "'iterations' or 'keylen' is out of range");
            }
            salting = new Salting(text, (int) iterations, (int) octets);
        }
        if (entries.get("derived-key") instanceof String key) {
            return salting != null && isKey(key, salting.octets())
                    ? new Account(key, salting, true)
                    : unusable(principal, "'derived-key' must be Base64 of 'keylen' octets, and needs its 'salt'");
        }
        if (entries.get("secret") instanceof String secret && !secret.isEmpty()) {
            return new Account(secret, salting, false);
        }
        return unusable(principal, "neither 'secret' nor 'derived-key' is there");
    }

    private static @Nullable Account unusable(Principal principal, String what) {
        if (PACE.due()) {
            LOG.warn("{} cannot be let in by wampcra: {}", principal, what);
        }
        return null;
    }

    private static long number(Map<String, ? extends @Nullable Object> entries, String key, long fallback) {
        Object value = entries.get(key);
        if (value == null) {
            return fallback;
        }
        return value instanceof Number number ? number.longValue() : -1;
    }

    private static boolean isKey(String text, int octets) {
        try {
            return Base64.getDecoder().decode(text).length == octets;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "account of wampcra";
    }
}
