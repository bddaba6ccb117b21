package org.junctor.api.message;

/**
 * ERROR, router to client, and callee to router for INVOCATION. Says that a request failed.
 *
 * @param requestType type code of the request
 * @param request id of the request
 * @param details rarely any
 * @param error a {@link Reason} or an application's URI
 * @param payload what the callee says of it
 */
@SuppressWarnings("JavaLangClash") // the name that the specification gives it
public record Error(long requestType, long request, Options details, String error, Payload payload) implements Message {
    /** Its type code. */
    public static final int TYPE = 8;

    static Error read(FieldReader in) throws ProtocolViolation {
        return new Error(in.integer(), in.id(), in.dict(), in.text(), in.payload());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.integer(requestType);
        out.integer(request);
        out.dict(details);
        out.text(error);
        out.payload(payload);
    }
}
