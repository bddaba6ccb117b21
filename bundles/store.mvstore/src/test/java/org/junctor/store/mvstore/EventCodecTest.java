package org.junctor.store.mvstore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.store.StoredEvent;
import org.junit.jupiter.api.Test;

/** Events as octets, and back. */
final class EventCodecTest {
    @Test
    void everyValueOfAnOptionComesBack() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("null", null);
        all.put("flags", List.of(true, false));
        all.put("long", -5L);
        all.put("big", BigInteger.TWO.pow(70));
        all.put("real", 1.5);
        all.put("text", "a\0\uD83D\uDE00");
        all.put("dict", Map.of("list", List.of(Map.of())));
        all.put("octets", new byte[] {0, -1});
        StoredEvent event = new StoredEvent(
                1L << 53, Instant.ofEpochMilli(1234), "com.example", Options.of(all), Options.EMPTY, Payload.EMPTY);

        StoredEvent read = EventCodec.decode(EventCodec.encode(event));

        Map<String, @Nullable Object> entries =
                new LinkedHashMap<>(read.details().entries());
        assertArrayEquals(new byte[] {0, -1}, (byte[]) entries.remove("octets"));
        all.remove("octets");
        assertEquals(all, entries);
        assertTrue(entries.containsKey("null"));
        assertTrue(read.payload().isEmpty());
        assertEquals(1L << 53, EventCodec.publication(EventCodec.encode(event)));
        assertEquals(Instant.ofEpochMilli(1234), EventCodec.time(EventCodec.encode(event)));
    }

    @Test
    void damageIsSaid() {
        StoredEvent event =
                new StoredEvent(1, Instant.EPOCH, "com.example", Options.of("a", "b"), Options.EMPTY, Payload.EMPTY);
        byte[] octets = EventCodec.encode(event);
        byte[] wrong = octets.clone();
        wrong[17] = 127; // the length of the topic

        assertThrows(EventCodec.Damage.class, () -> EventCodec.decode(wrong));
        assertThrows(EventCodec.Damage.class, () -> EventCodec.decode(Arrays.copyOf(octets, octets.length - 1)));
        assertThrows(EventCodec.Damage.class, () -> EventCodec.decode(new byte[] {9}));
    }
}
