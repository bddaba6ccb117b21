package org.junctor.api.message;

/**
 * ABORT, both ways. Ends the opening of a session, or a session whose peer broke the protocol; never answered.
 *
 * @param details {@code message}: a sentence for people
 * @param reason a {@link Reason} or another URI
 * @param payload rarely any
 */
public record Abort(Options details, String reason, Payload payload) implements Message {
    /** Its type code. */
    public static final int TYPE = 3;

    static Abort read(FieldReader in) throws ProtocolViolation {
        return new Abort(in.dict(), in.text(), in.payload());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.dict(details);
        out.text(reason);
        out.payload(payload);
    }
}
