package org.junctor.api.message;

/**
 * INTERRUPT, router to client. Asks a callee to stop working on an invocation.
 *
 * @param request id of the INVOCATION
 * @param options mode, reason
 */
public record Interrupt(long request, Options options) implements Message {
    /** Its type code. */
    public static final int TYPE = 69;

    static Interrupt read(FieldReader in) throws ProtocolViolation {
        return new Interrupt(in.id(), in.dict());
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
