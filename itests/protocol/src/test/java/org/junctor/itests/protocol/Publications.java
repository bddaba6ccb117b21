package org.junctor.itests.protocol;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/** What was published in each session of each publisher, and what of it was acknowledged. */
final class Publications {
    private final Map<String, AtomicLong> sent = new ConcurrentHashMap<>();
    private final Map<String, Set<Long>> acknowledged = new ConcurrentHashMap<>();

    /** A publisher's session begins. */
    void begin(String publisher) {
        acknowledged.put(publisher, new ConcurrentSkipListSet<>());
        sent.put(publisher, new AtomicLong());
    }

    /** The number of what this session is about to publish: 1 for the first. */
    long next(String publisher) {
        return requireNonNull(sent.get(publisher)).incrementAndGet();
    }

    /** The router has acknowledged it. */
    void acknowledged(String publisher, long number) {
        requireNonNull(acknowledged.get(publisher)).add(number);
    }

    /** What was acknowledged, by the publisher's session. */
    Map<String, Set<Long>> acknowledged() {
        return acknowledged;
    }

    /** How much was acknowledged. */
    int size() {
        return acknowledged.values().stream().mapToInt(Set::size).sum();
    }

    /** The last number that each session has published by now, or is about to. */
    Map<String, Long> now() {
        Map<String, Long> now = new ConcurrentHashMap<>();
        sent.forEach((publisher, last) -> now.put(publisher, last.get()));
        return now;
    }
}
