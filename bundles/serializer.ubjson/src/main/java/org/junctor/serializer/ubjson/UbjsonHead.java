package org.junctor.serializer.ubjson;

import org.junctor.api.message.Message;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.HeadReader;
import org.junctor.api.serializer.Tokens;
import org.junctor.api.serializer.ValueReader;
import org.junctor.api.wire.WriteBuffer;

/** One message in one of the dialects. */
final class UbjsonHead extends HeadReader {
    private static final int UNSIZED = -1;

    private final UbjsonReader in;
    private final Dialect written;
    private final int maxDepth;
    private int left = UNSIZED;

    /**
     * A message.
     *
     * @param written the dialect that its payload is to be in
     */
    UbjsonHead(UbjsonReader in, Dialect written, int maxDepth) {
        this.in = in;
        this.written = written;
        this.maxDepth = maxDepth;
    }

    Message message() throws ProtocolViolation {
        in.expect('[');
        in.enter();
        if (in.sized()) {
            if (in.type() != 0) {
                throw new ProtocolViolation("a message must not be a list whose elements are all of one type");
            }
            left = in.count(0);
        }
        Message message = elements();
        in.end();
        return message;
    }

    @Override
    protected boolean more(boolean first) {
        return left == UNSIZED ? in.more(']') : left-- > 0;
    }

    @Override
    protected Kind kind() {
        return switch (in.peek()) {
            case 'i', 'U', 'I', 'u', 'l', 'm', 'L', 'M', 'B', 'h', 'd', 'D', 'H' -> Kind.NUMBER;
            case 'S', 'C' -> Kind.TEXT;
            case '[' -> in.follows(1, '$') && in.follows(2, in.dialect().binaryType()) ? Kind.BINARY : Kind.LIST;
            case '{' -> Kind.DICT;
            default -> Kind.OTHER;
        };
    }

    @Override
    protected long number() throws ProtocolViolation {
        int marker = in.marker();
        return switch (marker) {
            case 'H' -> {
                in.decimal();
                yield NO_INTEGER;
            }
            case 'h', 'd', 'D' -> whole(in.real(marker));
            default -> Math.max(in.integer(marker), OUT_OF_RANGE);
        };
    }

    @Override
    protected String string() throws ProtocolViolation {
        return in.marker() == 'C' ? String.valueOf(in.character()) : in.string();
    }

    @Override
    protected boolean takeEmptyDict() throws ProtocolViolation {
        if (!in.follows(1, '}')) {
            return false;
        }
        in.advance(2);
        return true;
    }

    @Override
    protected ValueReader values(int maxKeys) {
        return new UbjsonValues(in, maxKeys);
    }

    @Override
    protected void skip() throws ProtocolViolation {
        in.skip();
    }

    @Override
    protected int at() {
        return in.at();
    }

    @Override
    protected Payload slice(int items, int start, int end) throws ProtocolViolation {
        if (in.dialect() == written) {
            return Payload.of(written.format(), items, in.octets(), start, end - start);
        }
        WriteBuffer out = new WriteBuffer(end - start);
        UbjsonReader again = new UbjsonReader(in.dialect(), in.octets(), start, end - start, maxDepth);
        read(again, items, new UbjsonWriter(written, out));
        return Payload.of(written.format(), items, out.array(), out.start(), out.length());
    }

    /** Gives the values of a payload to {@code sink}. */
    static void read(UbjsonReader in, int items, Tokens sink) throws ProtocolViolation {
        ValueReader values = new UbjsonValues(in, Integer.MAX_VALUE);
        for (int item = 0; item < items; item++) {
            values.value(sink);
        }
        in.end();
    }
}
