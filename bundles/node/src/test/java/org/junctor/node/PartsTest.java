package org.junctor.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junctor.api.operation.PartFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Parts come, start, fail and go. */
@Timeout(30)
final class PartsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Heard heard = new Heard();
    private final Parts parts = new Parts(heard);

    @Test
    void startIsAwaitedWhicheverComesFirst() throws InterruptedException {
        FakePart early = FakePart.running("a~1");
        FakePart late = new FakePart("a~2");
        parts.added(early);
        CompletableFuture<Void> coming = CompletableFuture.runAsync(() -> {
            parts.added(late);
            late.started.complete("late started");
        });

        List<String> open = parts.await(List.of("a~1", "a~2"), LONG);

        assertEquals(List.of(), open);
        coming.join();
    }

    @Test
    void partsThatDoNotComeAreNamedWhenTheTimeIsOver() throws InterruptedException {
        parts.added(new FakePart("a~1"));
        parts.added(FakePart.failed("a~2", new PartFailure(PartFailure.Cause.ADDRESS, "in use")));

        assertEquals(List.of("a~1", "a~3"), parts.await(List.of("a~1", "a~2", "a~3"), Duration.ofMillis(20)));
        assertEquals(List.of("a~2 failed: in use"), heard.lines);
    }

    @Test
    void nobodyWaitsForStartsOfANodeThatStops() throws InterruptedException {
        parts.close();

        assertEquals(List.of("a~1"), parts.await(List.of("a~1"), LONG));
    }

    @Test
    void onlyPartsThatRanAreSaidToHaveStopped() throws InterruptedException {
        FakePart ran = FakePart.running("a~1");
        FakePart never = new FakePart("a~2");
        parts.added(ran);
        parts.added(never);

        CompletableFuture<Void> going = CompletableFuture.runAsync(() -> {
            parts.removed(ran);
            parts.removed(never);
        });
        parts.awaitGone(List.of("a~1", "a~2"), LONG);

        going.join();
        assertEquals(List.of(), parts.all());
        never.started.complete("too late");
        assertEquals(List.of("a~1 started", "a~1 stopped"), heard.lines);
        assertNull(parts.of("a~2"));
    }

    @Test
    void newPartTakesThePlaceOfTheOldOne() {
        FakePart old = FakePart.running("a~1");
        FakePart fresh = FakePart.running("a~1");
        parts.added(old);
        parts.added(fresh);

        parts.removed(old);

        assertEquals(1, parts.all().size());
        assertEquals(List.of("a~1 started", "a~1 started"), heard.lines);
    }

    @Test
    void aPartThatIsConfiguredAnewIsAwaitedAnew() throws InterruptedException {
        Parts parts = new Parts(new Heard());
        FakePart part = FakePart.running("a~1");
        parts.added(part);

        parts.expect(List.of("a~1"));

        assertEquals(List.of("a~1"), parts.await(List.of("a~1"), Duration.ofMillis(20)));
        parts.updated(part);
        assertEquals(List.of(), parts.await(List.of("a~1"), LONG));
    }
}
