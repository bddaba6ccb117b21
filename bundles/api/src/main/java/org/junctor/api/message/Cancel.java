package org.junctor.api.message;

/**
 * CANCEL, client to router. Asks to cancel a call.
 *
 * @param request id of the CALL
 * @param options mode
 */
public record Cancel(long request, Options options) implements Message {
    /** Its type code. */
    public static final int TYPE = 49;

    static Cancel read(FieldReader in) throws ProtocolViolation {
        return new Cancel(in.id(), in.dict());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.integer(request);
        out.dict(options);
    }
}
