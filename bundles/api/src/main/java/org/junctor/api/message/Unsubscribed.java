package org.junctor.api.message;

/**
 * UNSUBSCRIBED, router to client. Acknowledges UNSUBSCRIBE, or revokes a subscription.
 *
 * @param request id of the UNSUBSCRIBE; 0 when the router revokes
 * @param details which subscription is revoked, and why
 */
public record Unsubscribed(long request, Options details) implements Message {
    /** Its type code. */
    public static final int TYPE = 35;

    static Unsubscribed read(FieldReader in) throws ProtocolViolation {
        return new Unsubscribed(in.integer(), in.hasNext() ? in.dict() : Options.EMPTY);
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
