package org.junctor.api.message;

/**
 * SUBSCRIBE, client to router. Asks for the events of a topic, or of all that match a pattern.
 *
 * @param request id of the request
 * @param options match …
 * @param topic topic or pattern
 */
public record Subscribe(long request, Options options, String topic) implements Message {
    /** Its type code. */
    public static final int TYPE = 32;

    static Subscribe read(FieldReader in) throws ProtocolViolation {
        return new Subscribe(in.id(), in.dict(), in.text());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.integer(request);
        out.dict(options);
        out.text(topic);
    }
}
