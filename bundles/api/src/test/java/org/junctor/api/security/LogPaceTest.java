package org.junctor.api.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LogPaceTest {
    @Test
    void thereIsOneLineASecondHoweverManyAreWanted() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // the clock may run over
        LogPace pace = new LogPace(nanos::get);
        int lines = 0;
        for (int i = 0; i < 10_000; i++) {
            lines += pace.due() ? 1 : 0;
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        }

        assertEquals(10, lines);
    }
}
