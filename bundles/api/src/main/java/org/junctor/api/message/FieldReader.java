package org.junctor.api.message;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The fields of one message, read in order behind its type code. A serializer implements the five questions; the records of this
 * package ask them. Each answer moves on by one field; a field that is missing or of another type is a protocol violation.
 */
@ConsumerType
public interface FieldReader {
    /** Largest id: 2^53 (spec: "IDs"). */
    long MAX_ID = 1L << 53;

    /** An integer of 0 or more. */
    long integer() throws ProtocolViolation;

    /** A string. */
    String text() throws ProtocolViolation;

    /** A dict with string keys, none of them twice. */
    Options dict() throws ProtocolViolation;

    /** Whether a field follows. */
    boolean hasNext() throws ProtocolViolation;

    /** All that is left: nothing, arguments, or arguments and keyword arguments. They are checked to be well formed, not decoded. */
    Payload payload() throws ProtocolViolation;

    /** An integer of 1 to 2^53. */
    default long id() throws ProtocolViolation {
        long id = integer();
        if (id < 1 || id > MAX_ID) {
            throw new ProtocolViolation("an id must be 1 to 2^53, not " + id);
        }
        return id;
    }
}
