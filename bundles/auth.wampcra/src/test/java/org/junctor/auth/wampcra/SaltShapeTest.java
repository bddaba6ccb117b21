package org.junctor.auth.wampcra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class SaltShapeTest {
    private static final byte[] KEY = new byte[32];

    private static String like(String salt, String name) {
        return SaltShape.fill(SaltShape.of(salt), KEY, name);
    }

    @Test
    void saltsOfStrangersAreMadeOfTheSameCharacters() {
        assertTrue(like("00ff".repeat(8), "jim").matches("[0-9a-f]{32}"));
        assertTrue(like("salt123", "jim").matches("[0-9a-zA-Z]{7}"));
        assertTrue(like("W22ZaJ0SNY7soEsU+jb6gQ==", "jim").matches("[0-9a-zA-Z+/]{22}=="));
        assertEquals(100, like("x".repeat(100), "jim").length());
    }

    @Test
    void eachNameHasItsOwn() {
        assertEquals(like("salt123", "jim"), like("pepper1", "jim"));
        assertNotEquals(like("salt123", "jim"), like("salt123", "joe"));
    }
}
