package org.junctor.api.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.security.Match;
import org.junit.jupiter.api.Test;

/** What a query finds among events that came one each second, with the publication ids 50, 40, 30, 20, 10. */
final class EventQueryTest {
    private static final Series SERIES = new Series("com.example", Match.PREFIX);
    private static final EventQuery.Reader READER = new EventQuery.Reader("joe", "user");
    private static final EventQuery.Order ALL = new EventQuery.Order(false, 100, 1 << 20);

    private final List<StoredEvent> events = new ArrayList<>();

    EventQueryTest() {
        for (int i = 0; i < 5; i++) {
            add(50 - 10L * i, i % 2 == 0 ? "com.example.even" : "com.example.odd", Options.EMPTY);
        }
    }

    @Test
    void withoutConditionsAllAreFoundInTheirOrder() {
        assertEquals(List.of(50L, 40L, 30L, 20L, 10L), found(null, EventQuery.Range.all(), ALL));
    }

    @Test
    void limitTakesTheFirstInTheOrderAskedFor() {
        EventQuery.Order newest = new EventQuery.Order(true, 2, 1 << 20);

        assertEquals(List.of(10L, 20L), found(null, EventQuery.Range.all(), newest));
    }

    @Test
    void noMoreAreAddedWhenThereAreEnoughOctets() {
        assertEquals(List.of(50L), found(null, EventQuery.Range.all(), new EventQuery.Order(false, 100, 1)));
    }

    @Test
    void publicationsStandForTheirPlacesNotForTheirNumbers() {
        assertEquals(List.of(30L, 20L, 10L), found(null, new EventQuery.Range<>(30L, null, null, null), ALL));
        assertEquals(List.of(20L, 10L), found(null, new EventQuery.Range<>(null, 30L, null, null), ALL));
        assertEquals(List.of(50L, 40L), found(null, new EventQuery.Range<>(null, null, 30L, null), ALL));
        assertEquals(List.of(50L, 40L, 30L), found(null, new EventQuery.Range<>(null, null, null, 30L), ALL));
        assertEquals(List.of(40L, 30L), found(null, new EventQuery.Range<>(40L, 50L, 20L, 20L), ALL));
        assertEquals(List.of(), found(null, new EventQuery.Range<>(20L, null, 40L, null), ALL));
    }

    @Test
    void placesAreTheSameInReverse() {
        EventQuery.Order newest = new EventQuery.Order(true, 100, 1 << 20);

        assertEquals(List.of(20L, 30L, 40L), found(null, new EventQuery.Range<>(40L, null, 10L, null), newest));
    }

    @Test
    void publicationThatIsNotThereSelectsNothing() {
        assertEquals(List.of(), found(null, new EventQuery.Range<>(4711L, null, null, null), ALL));
        assertEquals(List.of(), found(null, new EventQuery.Range<>(null, null, 4711L, null), ALL));
    }

    @Test
    void timesIncludeOrExcludeTheirBounds() {
        assertEquals(List.of(30L, 20L, 10L), found(new EventQuery.Range<>(at(2), null, null, null)));
        assertEquals(List.of(20L, 10L), found(new EventQuery.Range<>(null, at(2), null, null)));
        assertEquals(List.of(50L, 40L), found(new EventQuery.Range<>(null, null, at(2), null)));
        assertEquals(List.of(50L, 40L, 30L), found(new EventQuery.Range<>(null, null, null, at(2))));
    }

    @Test
    void topicSelectsAmongThoseOfAPattern() {
        assertEquals(List.of(40L, 20L), found("com.example.odd", EventQuery.Range.all(), ALL));
    }

    @Test
    void nobodyFindsWhatWasNotForHim() {
        events.clear();
        add(1, "com.example", Options.of("exclude_authid", List.of("joe")));
        add(2, "com.example", Options.of("eligible_authid", List.of("joe", "ann")));
        add(3, "com.example", Options.of("exclude_authrole", List.of("user")));
        add(4, "com.example", Options.of("eligible_authrole", List.of()));
        add(5, "com.example", Options.of("eligible_authrole", List.of("user")).with("exclude_authid", List.of("ann")));

        assertEquals(List.of(2L, 5L), found(null, EventQuery.Range.all(), ALL));
    }

    private void add(long publication, String topic, Options audience) {
        events.add(new StoredEvent(publication, at(events.size()), topic, Options.EMPTY, audience, Payload.EMPTY));
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(1000 + second);
    }

    private List<Long> found(EventQuery.Range<Instant> time) {
        return found(new EventQuery(SERIES, READER, null, time, EventQuery.Range.all(), ALL));
    }

    private List<Long> found(@Nullable String topic, EventQuery.Range<Long> publication, EventQuery.Order order) {
        return found(new EventQuery(SERIES, READER, topic, EventQuery.Range.all(), publication, order));
    }

    private List<Long> found(EventQuery query) {
        return query
                .answer(new EventQuery.Places() {
                    @Override
                    public long of(long publication) {
                        for (int i = 0; i < events.size(); i++) {
                            if (events.get(i).publication() == publication) {
                                return i;
                            }
                        }
                        return -1;
                    }

                    @Override
                    public Iterator<StoredEvent> between(long first, long last, boolean reverse) {
                        int begin = (int) Math.min(first, events.size());
                        int end = (int) Math.min(last, events.size() - 1) + 1;
                        List<StoredEvent> part = new ArrayList<>(end <= begin ? List.of() : events.subList(begin, end));
                        if (reverse) {
                            Collections.reverse(part);
                        }
                        return part.iterator();
                    }
                })
                .stream()
                .map(StoredEvent::publication)
                .toList();
    }
}
