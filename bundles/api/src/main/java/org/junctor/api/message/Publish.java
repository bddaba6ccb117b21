package org.junctor.api.message;

/**
 * PUBLISH, client to router. Publishes an event.
 *
 * @param request id of the request
 * @param options acknowledge, exclude_me …
 * @param topic the topic
 * @param payload the event's arguments
 */
public record Publish(long request, Options options, String topic, Payload payload) implements Message {
    /** Its type code. */
    public static final int TYPE = 16;

    static Publish read(FieldReader in) throws ProtocolViolation {
        return new Publish(in.id(), in.dict(), in.text(), in.payload());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.integer(request);
        out.dict(options);
        out.text(topic);
        out.payload(payload);
    }
}
