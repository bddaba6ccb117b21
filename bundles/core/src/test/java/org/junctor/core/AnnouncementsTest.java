package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.HashMap;
import java.util.Map;
import org.junctor.api.message.Options;
import org.junit.jupiter.api.Test;

/** What sessions share of their HELLO. */
final class AnnouncementsTest {
    private final Announcements announcements = new Announcements();

    @Test
    void clientsThatSayTheSameShareTheirRoles() {
        Options first = announcements.shared(hello("joe", "callee"));
        Options second = announcements.shared(hello("ann", "callee"));

        assertSame(first.entries().get("roles"), second.entries().get("roles"));
        assertEquals(hello("joe", "callee").entries(), first.entries());
        assertEquals(hello("ann", "callee").entries(), second.entries());
    }

    @Test
    void rolesThatDifferStayApart() {
        announcements.shared(hello("joe", "callee"));

        assertEquals(
                hello("joe", "caller").entries(),
                announcements.shared(hello("joe", "caller")).entries());
    }

    @Test
    void whatManyClientsSayIsNotKeptForever() {
        Options first = announcements.shared(hello("joe", "callee"));
        for (int i = 0; i < 100; i++) {
            announcements.shared(hello("joe", "x_role" + i));
        }

        Options later = announcements.shared(hello("joe", "callee"));

        assertNotSame(first.entries().get("roles"), later.entries().get("roles"));
        assertEquals(first.entries(), later.entries());
    }

    @Test
    void longAnnouncementsAreLeftAsTheyAre() {
        Options hello = hello("joe", "x_" + "y".repeat(10_000));

        assertSame(hello, announcements.shared(hello));
    }

    private static Options hello(String authid, String role) {
        Map<String, Object> roles = new HashMap<>();
        roles.put(role, new HashMap<>(Map.of("features", new HashMap<>())));
        Map<String, Object> details = new HashMap<>();
        details.put("authid", authid);
        details.put("roles", roles);
        return Options.of(details);
    }
}
