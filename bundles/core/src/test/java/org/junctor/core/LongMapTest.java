package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The map from ids. */
final class LongMapTest {
    private final LongMap<String> map = new LongMap<>();

    @Test
    void behavesAsAHashMap() {
        Map<Long, String> expected = new HashMap<>();
        Random random = new Random(42);

        for (int i = 0; i < 100_000; i++) {
            long key = random.nextInt(500);
            if (random.nextInt(3) == 0) {
                assertEquals(expected.remove(key), map.remove(key));
            } else {
                assertEquals(expected.putIfAbsent(key, "v" + i) == null, map.putIfAbsent(key, "v" + i));
            }
            assertEquals(expected.size(), map.size());
        }

        for (long key = 0; key < 500; key++) {
            assertEquals(expected.get(key), map.get(key));
        }
        assertEquals(new HashSet<>(expected.values()), new HashSet<>(map.drain()));
        assertEquals(0, map.size());
    }

    @Test
    void mapsTheLargestIdsAndZero() {
        assertTrue(map.putIfAbsent(1L << 53, "largest"));
        assertTrue(map.putIfAbsent(0, "zero"));

        assertFalse(map.putIfAbsent(0, "again"));
        assertEquals("largest", map.get(1L << 53));
        assertEquals("zero", map.get(0));
        assertNull(map.get(1));
    }
}
