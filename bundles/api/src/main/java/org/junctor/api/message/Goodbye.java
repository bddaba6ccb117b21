package org.junctor.api.message;

/**
 * GOODBYE, both ways. Ends a session; answered once by GOODBYE.
 *
 * @param details {@code message}: a sentence for people
 * @param reason a {@link Reason} or another URI
 */
public record Goodbye(Options details, String reason) implements Message {
    /** Its type code. */
    public static final int TYPE = 6;

    static Goodbye read(FieldReader in) throws ProtocolViolation {
        return new Goodbye(in.dict(), in.text());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.dict(details);
        out.text(reason);
    }
}
