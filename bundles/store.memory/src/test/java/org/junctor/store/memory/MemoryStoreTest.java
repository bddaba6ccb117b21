package org.junctor.store.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junctor.api.operation.PartFailure;
import org.junctor.api.security.Match;
import org.junctor.api.store.EventStore;
import org.junctor.api.store.Series;
import org.junctor.testing.EventStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The store in memory. */
final class MemoryStoreTest implements EventStoreContract {
    private static final Clock NOW =
            Clock.fixed(EventStoreContract.event(1, 100).time(), ZoneOffset.UTC);

    private final List<MemoryStore> open = new ArrayList<>();

    @AfterEach
    void stop() {
        open.forEach(MemoryStore::stop);
    }

    @Override
    public EventStore store() {
        return store(
                "[{\"uri\":\"com.example.five\",\"limit\":5},{\"uri\":\"com.example\",\"match\":\"prefix\"}]",
                Map.of());
    }

    @Test
    void eventsAreForgottenWhenTheyTakeTooMuchOrAreTooOld() {
        MemoryStore store = store(
                "[{\"uri\":\"com.example.small\",\"max-bytes\":500},{\"uri\":\"com.example.short\",\"max-age\":90}]",
                Map.of());
        Series small = new Series("com.example.small", Match.EXACT);
        Series shortLived = new Series("com.example.short", Match.EXACT);

        for (int i = 1; i <= 5; i++) {
            store.append(List.of(small, shortLived), EventStoreContract.event(i, i * 4));
        }

        assertEquals(List.of(4L, 5L), EventStoreContract.found(store, EventStoreContract.all(small)));
        assertEquals(List.of(3L, 4L, 5L), EventStoreContract.found(store, EventStoreContract.all(shortLived)));
    }

    @Test
    void limitsOfTheStoreCountForTopicsWithoutTheirOwn() {
        MemoryStore store = store("[{\"uri\":\"com.example.five\"}]", Map.of("limit", 2));

        for (int i = 1; i <= 3; i++) {
            store.append(List.of(FIVE), EventStoreContract.event(i, i));
        }

        assertEquals(List.of(2L, 3L), EventStoreContract.found(store, EventStoreContract.all(FIVE)));
        assertEquals("store of realm realm1 (memory) started", EventStoreContract.of(store.started()));
    }

    @Test
    void wrongConfigurationIsSaidWithItsPlace() {
        assertEquals(
                "the store of realm realm1: event-history[0].match must be exact, prefix or wildcard",
                problem("[{\"uri\":\"com.x\",\"match\":\"regex\"}]", Map.of()));
        assertEquals(
                "the store of realm realm1: event-history[0].limit must be an integer of 1 or more",
                problem("[{\"uri\":\"com.x\",\"limit\":0}]", Map.of()));
        assertEquals(
                "the store of realm realm1: event-history[0].url: no such key; use one of"
                        + " [limit, match, max-age, max-bytes, uri]",
                problem("[{\"url\":\"com.x\"}]", Map.of()));
        assertEquals(
                "the store of realm realm1: event-history[1]: com.x stands twice; remove one",
                problem("[{\"uri\":\"com.x\"},{\"uri\":\"com.x\"}]", Map.of()));
        assertEquals(
                "the store of realm realm1: store.max-age must be an integer of 0 or more",
                problem("[]", Map.of("max-age", -1)));
        assertTrue(problem("[{", Map.of()).startsWith("the store of realm realm1: event-history is no JSON:"));
    }

    private String problem(String history, Map<String, Object> more) {
        MemoryStore store = store(history, more);
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> store.started().toCompletableFuture().join());
        return String.valueOf(
                assertInstanceOf(PartFailure.class, failure.getCause()).getMessage());
    }

    private MemoryStore store(String history, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("service.pid", "org.junctor.store.memory~realm1");
        config.put("realm", "realm1");
        config.put("event-history", history);
        MemoryStore store = new MemoryStore(config, NOW);
        open.add(store);
        return store;
    }
}
