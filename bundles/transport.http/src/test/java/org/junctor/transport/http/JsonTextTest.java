package org.junctor.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nested values of a configuration. */
final class JsonTextTest {
    @Test
    void valuesOfAllKindsAreRead() throws Exception {
        assertEquals(
                Map.of("port", 8080, "share", 0.5, "paths", List.of("a", Map.of("tls", true)), "none", List.of()),
                JsonText.value("{\"port\": 8080, \"share\": 0.5, \"paths\": [\"a\", {\"tls\": true}], \"none\": []}"));
        assertNull(JsonText.value("null"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,", "{\"a\" 1}", "{} {}", "[1] x"})
    void textThatIsNoJsonIsRefused(String text) {
        assertThrows(IOException.class, () -> JsonText.value(text));
    }
}
