package org.junctor.api.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Preparation of names and passwords, with the examples of RFC 4013. */
final class SaslPrepTest {
    @Test
    void examplesOfTheRfc() {
        assertEquals("IX", SaslPrep.prepare("I\u00adX"));
        assertEquals("user", SaslPrep.prepare("user"));
        assertEquals("USER", SaslPrep.prepare("USER"));
        assertEquals("a", SaslPrep.prepare("\u00aa"));
        assertEquals("IX", SaslPrep.prepare("\u2168"));
        assertNull(SaslPrep.prepare("\u0007"));
        assertNull(SaslPrep.prepare("\u06271"));
    }

    @Test
    void sameCharactersAreTheSameText() {
        assertEquals("\u00e9", SaslPrep.prepare("e\u0301"));
        assertEquals("a b", SaslPrep.prepare("a\u3000b"));
        assertEquals("a b", SaslPrep.prepare("a\u00a0b"));
        assertEquals("ab", SaslPrep.prepare("a\u200bb"));
        assertEquals("\ud83d\ude00", SaslPrep.prepare("\ud83d\ude00"));
        assertEquals("\u06271\u0628", SaslPrep.prepare("\u06271\u0628"));
    }

    @Test
    void whatMustNotBeIsRefused() {
        for (String text : List.of(
                "a\u0000",
                "\u007f",
                "\u0085",
                "\ue000",
                "\ufdd0",
                "\ud800",
                "\ufffd",
                "\u2028",
                "\u202e",
                "\u2ff0",
                "\udb40\udc41",
                "\u0627a\u0628")) {
            assertNull(SaslPrep.prepare(text), () -> Integer.toHexString(text.codePointAt(0)));
        }
    }
}
