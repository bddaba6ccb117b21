package org.junctor.api.message;

/**
 * HELLO, client to router. Opens a session.
 *
 * @param realm the realm asked for
 * @param details roles, authmethods, authid …
 */
public record Hello(String realm, Options details) implements Message {
    /** Its type code. */
    public static final int TYPE = 1;

    static Hello read(FieldReader in) throws ProtocolViolation {
        return new Hello(in.text(), in.dict());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.text(realm);
        out.dict(details);
    }
}
