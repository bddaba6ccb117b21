package org.junctor.examples.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junctor.api.client.ClientSession;
import org.junit.jupiter.api.Test;

/** What the components say. */
final class ClockTest {
    @Test
    void timeIsIsoTextWithMilliseconds() {
        Clock clock = Clock.fixed(Instant.parse("2026-01-01T12:00:00.123456Z"), ZoneOffset.UTC);

        assertEquals("2026-01-01T12:00:00.123Z", new TimeService(clock).now());
    }

    @Test
    void ticksGoOnCountingInTheNextSession() throws InterruptedException {
        BlockingQueue<String> published = new LinkedBlockingQueue<>();
        ClientSession session = publishingTo(published);
        TickService ticks = new TickService();

        ticks.joined(session);
        String first = published.poll(10, TimeUnit.SECONDS);
        ticks.left("the router was updated");
        ticks.joined(session);
        String second = published.poll(10, TimeUnit.SECONDS);
        ticks.stop();

        assertEquals("com.example.clock.tick [1]", first);
        assertEquals("com.example.clock.tick [2]", second);
    }

    /** A session that can do nothing but publish. */
    private static ClientSession publishingTo(Collection<String> published) {
        return (ClientSession) Proxy.newProxyInstance(
                ClockTest.class.getClassLoader(), new Class<?>[] {ClientSession.class}, (proxy, method, arguments) -> {
                    assertEquals("publish", method.getName());
                    published.add(arguments[0] + " " + arguments[1]);
                    return CompletableFuture.completedFuture(null);
                });
    }
}
