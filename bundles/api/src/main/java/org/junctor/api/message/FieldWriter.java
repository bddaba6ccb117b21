package org.junctor.api.message;

import org.osgi.annotation.versioning.ConsumerType;

/** Takes the fields of one message in order, behind its type code. A serializer implements it; the records of this package call it. */
@ConsumerType
public interface FieldWriter {
    /** An integer of 0 or more. */
    void integer(long value);

    /** A string. */
    void text(String value);

    /** A dict. */
    void dict(Options value);

    /** The arguments, in the writer's own format, or none; always last. */
    void payload(Payload value);
}
