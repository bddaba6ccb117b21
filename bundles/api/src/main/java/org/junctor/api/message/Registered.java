package org.junctor.api.message;

/**
 * REGISTERED, router to client. Acknowledges REGISTER.
 *
 * @param request id of the REGISTER
 * @param registration id of the registration
 */
public record Registered(long request, long registration) implements Message {
    /** Its type code. */
    public static final int TYPE = 65;

    static Registered read(FieldReader in) throws ProtocolViolation {
        return new Registered(in.id(), in.id());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.integer(request);
        out.integer(registration);
    }
}
