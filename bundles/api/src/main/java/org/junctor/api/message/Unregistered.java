package org.junctor.api.message;

/**
 * UNREGISTERED, router to client. Acknowledges UNREGISTER, or revokes a registration.
 *
 * @param request id of the UNREGISTER; 0 when the router revokes
 * @param details which registration is revoked, and why
 */
public record Unregistered(long request, Options details) implements Message {
    /** Its type code. */
    public static final int TYPE = 67;

    static Unregistered read(FieldReader in) throws ProtocolViolation {
        return new Unregistered(in.integer(), in.hasNext() ? in.dict() : Options.EMPTY);
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.integer(request);
        if (!details.isEmpty()) {
            out.dict(details);
        }
    }
}
