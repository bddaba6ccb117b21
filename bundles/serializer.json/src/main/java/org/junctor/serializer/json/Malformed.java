package org.junctor.serializer.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import java.io.IOException;
import org.junctor.api.message.ProtocolViolation;

/** What the parser complains of, as a sentence for the peer. */
final class Malformed {
    private Malformed() {}

    /**
     * The violation that a parser's exception means.
     *
     * @param shift index, in the peer's message, of the first octet that the parser was given
     */
    static ProtocolViolation violation(IOException cause, int shift) {
        if (!(cause instanceof JacksonException problem)) {
            return new ProtocolViolation("malformed JSON: " + cause.getMessage());
        }
        JsonLocation place = problem.getLocation();
        String where = place == null || place.getByteOffset() < 0 ? "" : " at octet " + (shift + place.getByteOffset());
        return new ProtocolViolation("malformed JSON" + where + ": " + problem.getOriginalMessage());
    }
}
