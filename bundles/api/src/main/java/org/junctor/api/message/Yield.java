package org.junctor.api.message;

/**
 * YIELD, client to router. Answers INVOCATION.
 *
 * @param request id of the INVOCATION
 * @param options progress …
 * @param payload the result
 */
public record Yield(long request, Options options, Payload payload) implements Message {
    /** Its type code. */
    public static final int TYPE = 70;

    static Yield read(FieldReader in) throws ProtocolViolation {
        return new Yield(in.id(), in.dict(), in.payload());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.integer(request);
        out.dict(options);
        out.payload(payload);
    }
}
