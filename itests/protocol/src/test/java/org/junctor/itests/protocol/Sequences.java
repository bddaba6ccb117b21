package org.junctor.itests.protocol;

import java.util.HashMap;
import java.util.Map;

/** Numbers that must come one after the other, in several sequences at once; each begins with whatever comes first. */
final class Sequences {
    private final Map<String, Long> last = new HashMap<>();

    /** The next number of this sequence; fails if one is left out, comes twice or too late. */
    void next(String sequence, long number) {
        Long before = last.put(sequence, number);
        if (before != null && number != before + 1) {
            throw new AssertionError(sequence + ": " + number + " came behind " + before);
        }
    }

    /** The same, where the first number is 1. */
    void nextFromOne(String sequence, long number) {
        last.putIfAbsent(sequence, 0L);
        next(sequence, number);
    }

    /** The last number of a sequence; 0 if none has come. */
    long last(String sequence) {
        return last.getOrDefault(sequence, 0L);
    }
}
