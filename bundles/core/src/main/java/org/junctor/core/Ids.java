package org.junctor.core;

import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.junctor.api.message.FieldReader;

/** Ids of global scope: random, 1 to 2^53 (spec: "IDs"). */
final class Ids {
    private static final SecureRandom SECURE = new SecureRandom();

    private Ids() {}

    /** For publications. */
    static long random() {
        return ThreadLocalRandom.current().nextLong(FieldReader.MAX_ID) + 1;
    }

    /** For sessions: not to be foreseen. */
    static long secret() {
        return (SECURE.nextLong() & (FieldReader.MAX_ID - 1)) + 1;
    }
}
