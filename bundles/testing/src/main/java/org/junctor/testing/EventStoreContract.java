package org.junctor.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junctor.api.message.Format;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.security.Match;
import org.junctor.api.store.EventQuery;
import org.junctor.api.store.EventStore;
import org.junctor.api.store.RetainedEvent;
import org.junctor.api.store.Series;
import org.junctor.api.store.StoredEvent;
import org.junit.jupiter.api.Test;

/** What every store must do: its test implements this interface. */
public interface EventStoreContract {
    /** A series that {@link #store()} keeps: five events at most. */
    Series FIVE = new Series("com.example.five", Match.EXACT);

    /** A series that it keeps: everything. */
    Series ALL = new Series("com.example", Match.PREFIX);

    /** An empty store that keeps these two. */
    EventStore store();

    /** An event that came at this second. */
    static StoredEvent event(long publication, int second) {
        byte[] octets = ("[" + publication + "]").getBytes(StandardCharsets.UTF_8);
        return new StoredEvent(
                publication,
                Instant.ofEpochSecond(2_000_000_000L + second),
                FIVE.uri(),
                Options.of("publisher", 7L),
                Options.of("eligible_authrole", List.of("user")),
                Payload.of(Format.of("json"), 1, octets, 0, octets.length));
    }

    /** A query for all events of a series. */
    static EventQuery all(Series series) {
        return new EventQuery(
                series,
                new EventQuery.Reader("joe", "user"),
                null,
                EventQuery.Range.all(),
                EventQuery.Range.all(),
                new EventQuery.Order(false, 1000, Long.MAX_VALUE));
    }

    /** What comes within 10 seconds. */
    static <T> T of(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return fail("the store gave nothing", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted", e);
        }
    }

    /** The ids of what is found. */
    static List<Long> found(EventStore store, EventQuery query) {
        return of(store.events(query)).stream().map(StoredEvent::publication).toList();
    }

    @Test
    default void seriesAreThoseOfTheConfiguration() {
        assertEquals(List.of(FIVE, ALL), store().series());
    }

    @Test
    default void eventComesBackAsItWas() {
        EventStore store = store();
        StoredEvent event = event(11, 1);

        of(store.append(List.of(ALL), event));

        StoredEvent read = of(store.events(all(ALL))).get(0);
        assertEquals(event.publication(), read.publication());
        assertEquals(event.time(), read.time());
        assertEquals(event.topic(), read.topic());
        assertEquals(event.details(), read.details());
        assertEquals(event.audience(), read.audience());
        assertEquals(1, read.payload().items());
        assertEquals(Format.of("json"), read.payload().format());
        Payload payload = read.payload();
        assertEquals("[11]", new String(payload.octets(), payload.offset(), payload.length(), StandardCharsets.UTF_8));
    }

    @Test
    default void eventsStandInTheOrderInWhichTheyWereAppended() {
        EventStore store = store();
        List<CompletionStage<Void>> appended = new ArrayList<>();
        List<Long> ids = new ArrayList<>();

        for (long i = 100; i > 0; i--) {
            appended.add(store.append(List.of(ALL), event(i, 1)));
            ids.add(i);
        }
        appended.forEach(EventStoreContract::of);

        assertEquals(ids, found(store, all(ALL)));
    }

    @Test
    default void oldestAreForgottenBeyondTheLimit() {
        EventStore store = store();

        for (long i = 1; i <= 7; i++) {
            of(store.append(List.of(FIVE, ALL), event(i, (int) i)));
        }

        assertEquals(List.of(3L, 4L, 5L, 6L, 7L), found(store, all(FIVE)));
        assertEquals(7, found(store, all(ALL)).size());
    }

    @Test
    default void queriesAreAnsweredFromBothEnds() {
        EventStore store = store();
        for (long i = 1; i <= 5; i++) {
            of(store.append(List.of(ALL), event(i, (int) i)));
        }
        EventQuery all = all(ALL);
        EventQuery.Range<Long> middle = new EventQuery.Range<>(null, 1L, 5L, null);
        EventQuery.Range<Instant> early =
                new EventQuery.Range<>(null, null, null, event(1, 4).time());

        EventQuery newest =
                new EventQuery(ALL, all.reader(), null, early, middle, new EventQuery.Order(true, 2, Long.MAX_VALUE));
        EventQuery oldest = new EventQuery(
                ALL, all.reader(), FIVE.uri(), early, middle, new EventQuery.Order(false, 2, Long.MAX_VALUE));
        EventQuery foreign =
                new EventQuery(ALL, new EventQuery.Reader("joe", "guest"), null, early, middle, all.order());

        assertEquals(List.of(4L, 3L), found(store, newest));
        assertEquals(List.of(2L, 3L), found(store, oldest));
        assertEquals(List.of(), found(store, foreign));
    }

    @Test
    default void seriesThatIsNotKeptHasNoEvents() {
        assertEquals(List.of(), found(store(), all(new Series("com.elsewhere", Match.EXACT))));
    }

    @Test
    default void retainedEventsAreThoseOfTheLastTime() {
        EventStore store = store();
        Instant later = Instant.ofEpochSecond(2_100_000_000L);

        of(store.retain("com.example.a", List.of(new RetainedEvent(event(1, 1), null))));
        of(store.retain(
                "com.example.a", List.of(new RetainedEvent(event(2, 2), null), new RetainedEvent(event(3, 3), later))));
        of(store.retain("com.example.b", List.of(new RetainedEvent(event(4, 4), null))));
        of(store.retain("com.example.b", List.of()));

        List<RetainedEvent> kept = of(store.retained());
        assertEquals(
                store.retains() ? List.of(2L, 3L) : List.of(),
                kept.stream().map(retained -> retained.event().publication()).toList());
        assertTrue(!store.retains() || later.equals(kept.get(1).expires()));
    }
}
