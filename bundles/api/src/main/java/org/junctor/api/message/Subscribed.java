package org.junctor.api.message;

/**
 * SUBSCRIBED, router to client. Acknowledges SUBSCRIBE.
 *
 * @param request id of the SUBSCRIBE
 * @param subscription id of the subscription
 */
public record Subscribed(long request, long subscription) implements Message {
    /** Its type code. */
    public static final int TYPE = 33;

    static Subscribed read(FieldReader in) throws ProtocolViolation {
        return new Subscribed(in.id(), in.id());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.integer(request);
        out.integer(subscription);
    }
}
