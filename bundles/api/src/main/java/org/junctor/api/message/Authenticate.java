package org.junctor.api.message;

/**
 * AUTHENTICATE, client to router. Answers CHALLENGE.
 *
 * @param signature the proof
 * @param extra what the method needs
 */
public record Authenticate(String signature, Options extra) implements Message {
    /** Its type code. */
    public static final int TYPE = 5;

    static Authenticate read(FieldReader in) throws ProtocolViolation {
        return new Authenticate(in.text(), in.dict());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.text(signature);
        out.dict(extra);
    }
}
