package org.junctor.http.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junctor.api.operation.PartFailure;
import org.junctor.api.transport.Listener;
import org.junit.jupiter.api.Test;

final class CurrentAuthTest {
    private static final Map<String, Object> TICKET = Map.of("principals", Map.of("joe", Map.of("ticket", "t")));

    @Test
    void settingsAreTheSameObjectUntilTheyChange() throws PartFailure {
        Map<String, Object> keys = new HashMap<>(Map.of("auth", Map.of("ticket", TICKET)));
        Listener listener = new PathConfig("t1/ws", keys, Path.of(".")).listener();

        assertEquals(TICKET, listener.auth().get("ticket"));
        assertSame(listener.auth().get("ticket"), listener.auth().get("ticket"));
        keys.put("auth", Map.of("ticket", Map.of("principals", Map.of())));
        assertEquals(Map.of("principals", Map.of()), listener.auth().get("ticket"));
        keys.remove("auth");
        assertEquals(Map.of(), listener.auth());
    }
}
