package org.junctor.api.message;

/**
 * RESULT, router to client. Answers CALL.
 *
 * @param request id of the CALL
 * @param details progress …
 * @param payload the result
 */
public record Result(long request, Options details, Payload payload) implements Message {
    /** Its type code. */
    public static final int TYPE = 50;

    static Result read(FieldReader in) throws ProtocolViolation {
        return new Result(in.id(), in.dict(), in.payload());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.integer(request);
        out.dict(details);
        out.payload(payload);
    }
}
