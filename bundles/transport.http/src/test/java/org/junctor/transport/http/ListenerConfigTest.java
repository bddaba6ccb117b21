package org.junctor.transport.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junctor.api.operation.PartFailure;
import org.junit.jupiter.api.Test;

/** What of a listener may change while it runs. */
final class ListenerConfigTest {
    private static ListenerConfig web(String paths) throws PartFailure {
        return ListenerConfig.of(Map.of(
                "id", "t1",
                "type", "web",
                "endpoint", "{\"type\": \"tcp\", \"port\": 0}",
                "paths", paths));
    }

    private static ListenerConfig universal(String websocket, String rawsocket) throws PartFailure {
        return ListenerConfig.of(Map.of(
                "id", "t1",
                "type", "universal",
                "endpoint", "{\"type\": \"tcp\", \"port\": 0}",
                "rawsocket", rawsocket,
                "websocket", websocket));
    }

    @Test
    void authOfAnyPathMayChange() throws PartFailure {
        ListenerConfig now = web("{\"ws\": {\"type\": \"websocket\", \"auth\": {\"ticket\": {}}},"
                + " \"a\": {\"type\": \"path\", \"paths\": {\"/\": {\"type\": \"longpoll\"}}}}");
        ListenerConfig next = web("{\"ws\": {\"type\": \"websocket\"},"
                + " \"a\": {\"type\": \"path\", \"paths\": {\"/\": {\"type\": \"longpoll\", \"auth\": {}}}}}");

        assertTrue(next.adjusts(now));
    }

    @Test
    void authOfTheProtocolsOfOnePortMayChange() throws PartFailure {
        ListenerConfig now = universal("{\"ws\": {\"auth\": {\"ticket\": {}}}}", "{}");

        assertTrue(universal("{\"ws\": {}}", "{\"auth\": {\"ticket\": {}}}").adjusts(now));
        assertFalse(universal("{\"ws\": {\"serializers\": [\"json\"]}}", "{}").adjusts(now));
    }

    @Test
    void nothingElseMayChange() throws PartFailure {
        ListenerConfig now = web("{\"ws\": {\"type\": \"websocket\"}}");

        for (String other : List.of(
                "{\"ws\": {\"type\": \"longpoll\"}}",
                "{\"ws\": {\"type\": \"websocket\", \"request_ids\": \"off\"}}",
                "{\"ws\": {\"type\": \"websocket\"}, \"auth\": {\"type\": \"nodeinfo\"}}",
                "{\"w\": {\"type\": \"websocket\"}}")) {
            assertFalse(web(other).adjusts(now), other);
        }
    }
}
