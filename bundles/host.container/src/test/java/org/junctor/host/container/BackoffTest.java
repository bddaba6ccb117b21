package org.junctor.host.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junctor.api.operation.PartFailure;
import org.junit.jupiter.api.Test;

final class BackoffTest {

    @Test
    void delaysDoubleUpToAMinute() throws PartFailure {
        Backoff backoff = new Backoff(WorkerOptions.of("w", Map.of("restart_failures_max", 100)));

        long[] delays = new long[8];
        for (int i = 0; i < delays.length; i++) {
            delays[i] = backoff.ended(0);
        }

        assertEquals("[1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000]", java.util.Arrays.toString(delays));
    }

    @Test
    void aLongRunBeginsAnew() throws PartFailure {
        Backoff backoff = new Backoff(WorkerOptions.of("w", Map.of()));
        backoff.ended(0);
        backoff.ended(0);

        assertEquals(1000, backoff.ended(10_000));
        assertEquals(1000, backoff.ended(9_999));
        assertEquals(1, backoff.failures());
    }

    @Test
    void manyQuickFailuresOpenTheCircuit() throws PartFailure {
        Backoff backoff = new Backoff(WorkerOptions.of("w", Map.of("restart_failures_max", 2)));

        backoff.ended(0);
        assertFalse(backoff.open());
        assertEquals(600_000, backoff.ended(0));
        assertTrue(backoff.open());

        assertEquals(600_000, backoff.ended(0));
        backoff.ended(20_000);
        assertFalse(backoff.open());
    }
}
