package org.junctor.api.message;

/**
 * CHALLENGE, router to client. Asks for proof of identity.
 *
 * @param method the authentication method
 * @param extra what the method needs
 */
public record Challenge(String method, Options extra) implements Message {
    /** Its type code. */
    public static final int TYPE = 4;

    static Challenge read(FieldReader in) throws ProtocolViolation {
        return new Challenge(in.text(), in.dict());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.text(method);
        out.dict(extra);
    }
}
