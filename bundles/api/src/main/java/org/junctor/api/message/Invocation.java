package org.junctor.api.message;

/**
 * INVOCATION, router to client. Hands a call to a callee.
 *
 * @param request id of the invocation, counted per callee
 * @param registration id of the registration
 * @param details caller, procedure …
 * @param payload the call's arguments
 */
public record Invocation(long request, long registration, Options details, Payload payload) implements Message {
    /** Its type code. */
    public static final int TYPE = 68;

    static Invocation read(FieldReader in) throws ProtocolViolation {
        return new Invocation(in.id(), in.id(), in.dict(), in.payload());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.integer(request);
        out.integer(registration);
        out.dict(details);
        out.payload(payload);
    }
}
