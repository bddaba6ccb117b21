package org.junctor.api.message;

/**
 * UNREGISTER, client to router. Withdraws a procedure.
 *
 * @param request id of the request
 * @param registration id of the registration
 * @param options rarely any
 */
public record Unregister(long request, long registration, Options options) implements Message {
    /** Its type code. */
    public static final int TYPE = 66;

    static Unregister read(FieldReader in) throws ProtocolViolation {
        return new Unregister(in.id(), in.id(), in.hasNext() ? in.dict() : Options.EMPTY);
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.integer(request);
        out.integer(registration);
        if (!options.isEmpty()) {
            out.dict(options);
        }
    }
}
