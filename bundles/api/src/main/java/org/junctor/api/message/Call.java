package org.junctor.api.message;

/**
 * CALL, client to router. Calls a procedure.
 *
 * @param request id of the request
 * @param options receive_progress, timeout …
 * @param procedure the procedure
 * @param payload the call's arguments
 */
public record Call(long request, Options options, String procedure, Payload payload) implements Message {
    /** Its type code. */
    public static final int TYPE = 48;

    static Call read(FieldReader in) throws ProtocolViolation {
        return new Call(in.id(), in.dict(), in.text(), in.payload());
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
        out.payload(payload);
    }
}
