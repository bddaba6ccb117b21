package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What of a peer's text is shown. */
final class PeerLogTest {
    @Test
    void lineBreaksAndEscapesAreNotShown() {
        assertEquals("one?two?[31m", PeerLog.shown("one\ntwo\u001b[31m"));
    }

    @Test
    void longTextIsCut() {
        assertEquals("x".repeat(200) + "…", PeerLog.shown("x".repeat(1000)));
        assertEquals("x".repeat(200), PeerLog.shown("x".repeat(200)));
    }
}
