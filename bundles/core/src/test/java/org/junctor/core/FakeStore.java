package org.junctor.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junctor.api.store.EventQuery;
import org.junctor.api.store.EventStore;
import org.junctor.api.store.RetainedEvent;
import org.junctor.api.store.Series;
import org.junctor.api.store.StoredEvent;

/** A store that keeps all in memory, and finishes when the test says so. */
final class FakeStore implements EventStore {
    private final Map<Series, List<StoredEvent>> appended = new HashMap<>();
    final Map<String, List<RetainedEvent>> retained = new LinkedHashMap<>();

    /** What appending and retaining give. */
    CompletableFuture<Void> appending = CompletableFuture.completedFuture(null);

    /** When events are found. */
    CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);

    /** How often events were asked for. */
    int queries;

    private final List<Series> series;

    FakeStore(Series... series) {
        this.series = List.of(series);
    }

    /** What was appended to a series. */
    List<StoredEvent> of(Series one) {
        return appended.getOrDefault(one, List.of());
    }

    @Override
    public List<Series> series() {
        return series;
    }

    @Override
    public boolean retains() {
        return true;
    }

    @Override
    public CompletionStage<Void> append(List<Series> of, StoredEvent event) {
        of.forEach(
                one -> appended.computeIfAbsent(one, fresh -> new ArrayList<>()).add(event));
        return appending;
    }

    @Override
    public CompletionStage<List<StoredEvent>> events(EventQuery query) {
        queries++;
        List<StoredEvent> all = of(query.series());
        return reading.thenApply(nothing -> query.answer(new EventQuery.Places() {
            @Override
            public long of(long publication) {
                return all.stream().map(StoredEvent::publication).toList().indexOf(publication);
            }

            @Override
            public Iterator<StoredEvent> between(long first, long last, boolean reverse) {
                int end = (int) Math.min(last, all.size() - 1) + 1;
                List<StoredEvent> part = new ArrayList<>(all.subList((int) Math.min(first, end), end));
                if (reverse) {
                    Collections.reverse(part);
                }
                return part.iterator();
            }
        }));
    }

    @Override
    public CompletionStage<Void> retain(String topic, List<RetainedEvent> events) {
        retained.put(topic, events);
        return appending;
    }

    @Override
    public CompletionStage<List<RetainedEvent>> retained() {
        return CompletableFuture.completedFuture(
                retained.values().stream().flatMap(List::stream).toList());
    }
}
