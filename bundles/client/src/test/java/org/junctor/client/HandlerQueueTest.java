package org.junctor.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits for slow handlers. */
final class HandlerQueueTest {
    private final List<Runnable> pool = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final HandlerQueue queue =
            new HandlerQueue(pool::add, "a test", () -> told.add("pause"), () -> told.add("resume"));
    private int handled;

    @Test
    void messagesWithoutPayloadAreBoundedToo() {
        int events = (int) (HandlerQueue.FULL / 100);

        for (int i = 0; i < events; i++) {
            queue.execute(0, () -> handled++);
        }

        assertEquals(List.of("pause"), told);
        pool.forEach(Runnable::run);
        assertEquals(List.of("pause", "resume"), told);
        assertEquals(events, handled);
    }
}
