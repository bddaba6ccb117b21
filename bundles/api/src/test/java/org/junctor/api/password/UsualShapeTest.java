package org.junctor.api.password;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Options;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.transport.Peer;
import org.junit.jupiter.api.Test;

final class UsualShapeTest {
    private static final Map<String, Object> SETTINGS = Map.of(
            "principals",
            Map.of(
                    "joe", Map.of("salt", "long"),
                    "eve", Map.of("salt", "long"),
                    "jim", Map.of("salt", "short"),
                    "none", Map.of("salt", "")),
            "users",
            Map.of("ann", "no object"));

    private final List<String> looked = new ArrayList<>();
    private final UsualShape<String> subject = new UsualShape<>("usual", principal -> {
        looked.add(principal.authid());
        return Optional.of(String.valueOf(principal.entries().get("salt"))).filter(salt -> !salt.isEmpty());
    });

    private static AuthRequest request(Map<String, Object> settings) {
        return new AuthRequest(
                "realm1",
                1,
                new Hello("realm1", Options.EMPTY),
                Peer.of("test", "nowhere"),
                settings,
                query -> CompletableFuture.completedFuture(null));
    }

    @Test
    void theShapeIsThatOfMostAndTheyAreCountedOnce() {
        assertEquals("long", subject.of(request(SETTINGS)));
        assertEquals("long", subject.of(request(SETTINGS)));

        assertEquals(4, looked.size(), looked::toString);
    }

    @Test
    void otherSettingsAreCountedAnew() {
        subject.of(request(SETTINGS));

        assertEquals("short", subject.of(request(Map.of("users", Map.of("jim", Map.of("salt", "short"))))));
        assertEquals("usual", subject.of(request(Map.of())));
    }

    @Test
    void whereNobodyCanCountItIsThatOfTheLast() {
        Map<String, Object> elsewhere = Map.of("type", "file");
        assertEquals("usual", subject.of(request(elsewhere)));

        subject.seen("long");

        assertEquals("long", subject.of(request(elsewhere)));
    }
}
