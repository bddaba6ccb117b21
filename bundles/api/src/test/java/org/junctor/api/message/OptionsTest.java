package org.junctor.api.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the typed views make of an option. */
final class OptionsTest {
    @Test
    void nullMeansTheSameAsAbsent() throws ProtocolViolation {
        Map<String, @Nullable Object> entries = new HashMap<>();
        entries.put("key", null);
        Options options = Options.of(entries);

        assertEquals(true, options.flag("key", true));
        assertEquals(7, options.integer("key", 7));
        assertNull(options.text("key"));
        assertNull(options.texts("key"));
        assertNull(options.integers("key"));
        assertEquals(Options.EMPTY, options.dict("key"));
    }

    @Test
    void valueOfAnotherTypeIsRefusedByName() {
        Options options = Options.of("key", 0L);

        assertEquals("'key' must be a bool", refusal(() -> options.flag("key", true)));
        assertEquals("'key' must be a string", refusal(() -> options.text("key")));
        assertEquals("'key' must be a list of strings", refusal(() -> options.texts("key")));
        assertEquals("'key' must be a dict", refusal(() -> options.dict("key")));
        assertEquals("'key' must be a list of integers", refusal(() -> Options.of("key", List.of("a"))
                .integers("key")));
    }

    private static String refusal(Executable view) {
        return String.valueOf(assertThrows(ProtocolViolation.class, view).getMessage());
    }
}
