package org.junctor.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a node is taken down. */
@Timeout(30)
final class DrainTest {
    private static final String COMPONENT = "org.junctor.host.osgi~w.c";
    private static final String CONTAINER = "org.junctor.host.container~w2";
    private static final String TRANSPORT = "org.junctor.transport.http~t1";

    private final Parts parts = new Parts(new Heard());
    private final MemorySettings settings = MemorySettings.starting(parts);
    private final FakeRouter router = new FakeRouter();

    @Test
    void doorsThenCallsThenComponentsThenEveryoneElse() throws InterruptedException, IOException {
        settings.put(COMPONENT, Map.of());
        settings.put(CONTAINER, Map.of());
        FakePart listener = FakePart.running(TRANSPORT);
        settings.kept.put(TRANSPORT, Map.of());
        parts.added(listener);
        router.calls.set(3);

        new Drain(parts, settings, () -> router, Drain.Limits.DEFAULT).run();

        assertTrue(listener.drained);
        assertEquals(
                List.of("drain", "calls", "calls", "calls", "calls", "shutdown", "sessions of realm1"), router.asked);
        assertEquals(Set.of(TRANSPORT), settings.kept.keySet());
    }

    @Test
    void callsThatDoNotEndAreGivenUp() throws InterruptedException, IOException {
        router.calls.set(Integer.MAX_VALUE);
        Duration shortly = Duration.ofMillis(50);

        new Drain(parts, settings, () -> router, new Drain.Limits(shortly, shortly, shortly)).run();

        assertTrue(router.asked.contains("shutdown"));
    }

    @Test
    void nodeWithoutACoreDrainsToo() throws InterruptedException, IOException {
        settings.put(COMPONENT, Map.of());

        new Drain(parts, settings, () -> null, Drain.Limits.DEFAULT).run();

        assertEquals(List.of(), parts.all());
    }
}
