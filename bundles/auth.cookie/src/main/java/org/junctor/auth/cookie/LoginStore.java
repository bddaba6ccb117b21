package org.junctor.auth.cookie;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Logins by the hash of their cookie: who has the store cannot log in with it. Thread-safe. */
final class LoginStore {
    private static final int MOST = 10_000;

    private final LongSupplier clock;
    private final Runnable changed;
    private final Map<String, Login> logins = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Login> eldest) {
            return size() > MOST;
        }
    };

    /**
     * With what was stored before.
     *
     * @param changed told when there is something new to write; must not block
     */
    LoginStore(Map<String, Login> before, LongSupplier clock, Runnable changed) {
        this.clock = clock;
        this.changed = changed;
        logins.putAll(before);
    }

    /** Who has logged in by this cookie; null if nobody has, or too long ago. */
    synchronized @Nullable Login find(String cookie) {
        String hash = hash(cookie);
        Login login = logins.get(hash);
        if (login != null && login.untilMs() <= clock.getAsLong()) {
            logins.remove(hash);
            return null;
        }
        return login;
    }

    /**
     * Somebody has logged in. A cookie that belonged to somebody else belongs to nobody then: who planted it in another's browser would
     * have that login, too.
     */
    void remember(String cookie, Login login) {
        synchronized (this) {
            Login before = find(cookie);
            if (before == null || before.sameAs(login)) {
                logins.put(hash(cookie), login);
            } else {
                logins.remove(hash(cookie));
            }
        }
        changed.run();
    }

    void forget(String cookie) {
        boolean known;
        synchronized (this) {
            known = logins.remove(hash(cookie)) != null;
        }
        if (known) {
            changed.run();
        }
    }

    /** Forgets all logins of somebody; answers how many there were. */
    int purge(String authid) {
        int before;
        int after;
        synchronized (this) {
            before = logins.size();
            logins.values().removeIf(login -> login.authid().equals(authid));
            after = logins.size();
        }
        if (after < before) {
            changed.run();
        }
        return before - after;
    }

    /** All that is not too old, by hash. */
    synchronized Map<String, Login> all() {
        long now = clock.getAsLong();
        logins.values().removeIf(login -> login.untilMs() <= now);
        return new LinkedHashMap<>(logins);
    }

    private static String hash(String cookie) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(cookie.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
