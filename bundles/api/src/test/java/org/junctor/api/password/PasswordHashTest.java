package org.junctor.api.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Passwords as they are kept in files. */
final class PasswordHashTest {
    private static final String KEY = "qzcdsr9uu/L5hnss3kjNTRe490ETgA70ZBaB5rvnJ5Y";

    private static boolean matches(String hash, String password) {
        PasswordHash parsed = PasswordHash.parse(hash);
        assertNotNull(parsed, hash);
        return parsed.matches(password.toCharArray());
    }

    @Test
    void onlyThePasswordMatchesItsHash() {
        String hash = PasswordHash.of("pencil".toCharArray()).text();

        assertTrue(matches(hash, "pencil"));
        assertFalse(matches(hash, "Pencil"));
        assertFalse(matches(hash, ""));
        assertNotEquals(hash, PasswordHash.of("pencil".toCharArray()).text(), "the salt is fresh");
    }

    @Test
    void vectorOfWampCraHasTheSameKey() {
        assertTrue(matches("$pbkdf2-sha256$i=1000$c2FsdDEyMw$" + KEY, "L3L1YUE8Txlw"));
    }

    @Test
    void whatIsNoHashOrAWeakOneIsNone() {
        for (String text : List.of(
                "",
                "pencil",
                "$pbkdf2-sha256$i=999$c2FsdDEyMw$" + KEY,
                "$pbkdf2-sha256$i=0001$c2FsdDEyMw$" + KEY,
                "$pbkdf2-sha256$i=99999999$c2FsdDEyMw$" + KEY,
                "$pbkdf2-sha256$i=1000$$" + KEY,
                "$pbkdf2-sha256$i=1000$c2FsdDEyM0c2F$" + KEY.substring(1),
                "$pbkdf2-sha1$i=1000$c2FsdDEyMw$" + KEY)) {
            assertNull(PasswordHash.parse(text), text);
        }
    }

    @Test
    void nobodyHasAHashToo() {
        assertFalse(PasswordHash.ofNobody().matches("pencil".toCharArray()));
        assertEquals("PBKDF2 hash of 100000 iterations", PasswordHash.ofNobody().toString());
    }
}
