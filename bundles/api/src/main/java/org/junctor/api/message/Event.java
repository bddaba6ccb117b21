package org.junctor.api.message;

/**
 * EVENT, router to client. Delivers a publication to a subscriber.
 *
 * @param subscription id of the subscription
 * @param publication id of the publication
 * @param details publisher, topic …
 * @param payload the event's arguments
 */
public record Event(long subscription, long publication, Options details, Payload payload) implements Message {
    /** Its type code. */
    public static final int TYPE = 36;

    static Event read(FieldReader in) throws ProtocolViolation {
        return new Event(in.id(), in.id(), in.dict(), in.payload());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.integer(subscription);
        out.integer(publication);
        out.dict(details);
        out.payload(payload);
    }
}
