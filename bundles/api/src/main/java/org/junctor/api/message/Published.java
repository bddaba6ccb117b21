package org.junctor.api.message;

/**
 * PUBLISHED, router to client. Acknowledges PUBLISH.
 *
 * @param request id of the PUBLISH
 * @param publication id of the publication
 */
public record Published(long request, long publication) implements Message {
    /** Its type code. */
    public static final int TYPE = 17;

    static Published read(FieldReader in) throws ProtocolViolation {
        return new Published(in.id(), in.id());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(FieldWriter out) {
        out.integer(request);
        out.integer(publication);
    }
}
