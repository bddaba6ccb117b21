package org.junctor.testing;

import org.junctor.api.message.FieldWriter;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;

/** Takes a message's payload, whatever its type is. */
final class PayloadCatcher implements FieldWriter {
    private Payload payload = Payload.EMPTY;

    Payload payload() {
        return payload;
    }

    @Override
    public void integer(long value) {}

    @Override
    public void text(String value) {}

    @Override
    public void dict(Options value) {}

    @Override
    public void payload(Payload value) {
        payload = value;
    }
}
