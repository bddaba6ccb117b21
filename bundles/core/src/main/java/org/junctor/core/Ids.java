package org.junctor.core;

import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.FieldReader;

/** Ids of global scope: random, 1 to 2^53 (spec: "IDs"). */
final class Ids {
    private static final SecureRandom SECURE = new SecureRandom();

    private Ids() {}

    /** The integer of 0 or more that a value is, also as a float, as encoders in JavaScript write those above 2^32; -1 if it is none. */
    static long integer(@Nullable Object value) {
        if (value instanceof Double real) {
            return real >= 0 && real <= FieldReader.MAX_ID && real == Math.rint(real) ? real.longValue() : -1;
        }
        return value instanceof Long number ? Math.max(number, -1) : -1;
    }

    /** For publications. */
    static long random() {
        return ThreadLocalRandom.current().nextLong(FieldReader.MAX_ID) + 1;
    }

    /** For sessions: not to be foreseen. */
    static long secret() {
        return (SECURE.nextLong() & (FieldReader.MAX_ID - 1)) + 1;
    }
}
