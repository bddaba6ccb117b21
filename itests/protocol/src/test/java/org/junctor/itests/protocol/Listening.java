package org.junctor.itests.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What one session heard of {@link Publications} while it was subscribed. */
final class Listening {
    private final Map<String, Long> before;
    private final Map<String, Set<Long>> heard = new HashMap<>();
    private final Map<String, Long> last = new HashMap<>();

    /** @param before what had been published, or was about to be, when the session was subscribed */
    Listening(Map<String, Long> before) {
        this.before = before;
    }

    /** Takes an EVENT, whose arguments are its publisher's session and its number there: later than those before, so only once. */
    void take(JsonNode event) {
        String publisher = event.path(4).path(0).asText();
        long number = event.path(4).path(1).asLong();
        if (event.get(0).asInt() != Type.EVENT || number <= last.getOrDefault(publisher, 0L)) {
            throw new AssertionError("twice, or too late behind " + last.get(publisher) + ": " + event);
        }
        last.put(publisher, number);
        heard.computeIfAbsent(publisher, name -> new LinkedHashSet<>()).add(number);
    }

    /** How many it has heard. */
    int size() {
        return heard.values().stream().mapToInt(Set::size).sum();
    }

    /** Fails unless it heard all that was acknowledged to a publisher from when it was subscribed to what it heard last of that one. */
    void expectNoGap(Publications publications) {
        publications
                .acknowledged()
                .forEach((publisher, all) -> expect(publisher, all, last.getOrDefault(publisher, 0L)));
    }

    /** Fails unless it heard all that was acknowledged after it was subscribed. */
    void expectAll(Publications publications) {
        publications.acknowledged().forEach((publisher, all) -> expect(publisher, all, Long.MAX_VALUE));
    }

    /** Whether it has heard all. */
    boolean complete(Publications publications) {
        return publications.acknowledged().entrySet().stream()
                .allMatch(each ->
                        missing(each.getKey(), each.getValue(), Long.MAX_VALUE).isEmpty());
    }

    private void expect(String publisher, Set<Long> acknowledged, long until) {
        Set<Long> missing = missing(publisher, acknowledged, until);
        if (!missing.isEmpty()) {
            throw new AssertionError("never heard of " + publisher + ": " + missing);
        }
    }

    private Set<Long> missing(String publisher, Set<Long> acknowledged, long until) {
        Set<Long> missing = new TreeSet<>(acknowledged);
        missing.removeIf(number -> number <= before.getOrDefault(publisher, 0L) || number > until);
        missing.removeAll(heard.getOrDefault(publisher, Set.of()));
        return missing;
    }
}
