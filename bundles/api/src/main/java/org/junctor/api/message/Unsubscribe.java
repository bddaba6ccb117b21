package org.junctor.api.message;

/**
 * UNSUBSCRIBE, client to router. Ends a subscription.
 *
 * @param request id of the request
 * @param subscription id of the subscription
 * @param options rarely any
 */
public record Unsubscribe(long request, long subscription, Options options) implements Message {
    /** Its type code. */
    public static final int TYPE = 34;

    static Unsubscribe read(FieldReader in) throws ProtocolViolation {
        return new Unsubscribe(in.id(), in.id(), in.hasNext() ? in.dict() : Options.EMPTY);
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.integer(request);
        out.integer(subscription);
        if (!options.isEmpty()) {
            out.dict(options);
        }
    }
}
