package org.junctor.auth.wampcra;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of clients that logged in last, so that a client that connects again costs no derivation. Thread-safe. */
final class KeyCache {
    private static final int MOST = 1000;

    private final Derivation derivation;
    private final Map<Account, byte[]> keys = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Account, byte[]> eldest) {
            return size() > MOST;
        }
    };

    KeyCache(Derivation derivation) {
        this.derivation = derivation;
    }

    /** Derives a key from a password. Slow by purpose. */
    @FunctionalInterface
    interface Derivation {
        byte[] derive(Salting salting, String password);
    }

    /** The key of an account; null if it must be derived first. */
    byte @Nullable [] known(Account account) {
        if (!account.derives()) {
            return account.secret().getBytes(StandardCharsets.UTF_8);
        }
        synchronized (this) {
            return keys.get(account);
        }
    }

    /** Derives the key of an account. */
    byte[] derive(Account account) {
        Salting salting = account.salting();
        if (salting == null) {
            throw new IllegalArgumentException("an account without salt has its key");
        }
        return derivation.derive(salting, account.secret());
    }

    /** Keeps the key of an account whose client knows it. */
    synchronized void keep(Account account, byte[] key) {
        keys.put(account, key);
    }
}
