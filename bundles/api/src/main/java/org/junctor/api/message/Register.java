package org.junctor.api.message;

/**
 * REGISTER, client to router. Offers a procedure.
 *
 * @param request id of the request
 * @param options match, invoke …
 * @param procedure procedure or pattern
 */
public record Register(long request, Options options, String procedure) implements Message {
    /** Its type code. */
    public static final int TYPE = 64;

    static Register read(FieldReader in) throws ProtocolViolation {
        return new Register(in.id(), in.dict(), in.text());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.integer(request);
        out.dict(options);
        out.text(procedure);
    }
}
