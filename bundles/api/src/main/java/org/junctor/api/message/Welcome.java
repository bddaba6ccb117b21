package org.junctor.api.message;

/**
 * WELCOME, router to client. Answers HELLO: the session is open.
 *
 * @param session the session's id
 * @param details roles and features of the router, authid, authrole …
 */
public record Welcome(long session, Options details) implements Message {
    /** Its type code. */
    public static final int TYPE = 2;

    static Welcome read(FieldReader in) throws ProtocolViolation {
        return new Welcome(in.id(), in.dict());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.integer(session);
        out.dict(details);
    }
}
