package org.junctor.http.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ExcessesTest {
    private final AtomicLong now = new AtomicLong();
    private final List<String> told = new ArrayList<>();
    private final Excesses excesses = new Excesses("t1/ws", told::add, now::get);

    @Test
    void eachIsCountedAndToldNowAndThen() {
        excesses.count("max_message_size", "10.0.0.1");
        excesses.count("max_message_size", "10.0.0.2");
        excesses.count("pings", "10.0.0.3");
        now.addAndGet(TimeUnit.SECONDS.toNanos(10));
        excesses.count("max_message_size", "10.0.0.4");

        assertEquals(
                List.of(
                        "t1/ws: max_message_size exceeded, 1 times since this was told last, the last time by 10.0.0.1",
                        "t1/ws: pings exceeded, 1 times since this was told last, the last time by 10.0.0.3",
                        "t1/ws: max_message_size exceeded, 2 times since this was told last, the last time by"
                                + " 10.0.0.4"),
                told);
        assertEquals(Map.of("beyond.max_message_size", 3L, "beyond.pings", 1L), excesses.figures());
    }
}
