package org.junctor.serializer.cbor;

import org.junctor.api.message.Message;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.HeadReader;
import org.junctor.api.serializer.ValueReader;

/** One message as CBOR. */
final class CborHead extends HeadReader {
    private static final int EMPTY_DICT = 0xa0;

    private final CborReader in;
    private final byte[] octets;
    private long left;

    CborHead(CborReader in, byte[] octets) {
        this.in = in;
        this.octets = octets;
    }

    Message message() throws ProtocolViolation {
        if (in.major() != CborReader.LIST) {
            throw new ProtocolViolation("a message must be a list");
        }
        left = in.enter();
        Message message = elements();
        in.end();
        return message;
    }

    @Override
    protected boolean more(boolean first) throws ProtocolViolation {
        boolean more = in.more(left);
        left = CborReader.less(left);
        return more;
    }

    @Override
    protected Kind kind() throws ProtocolViolation {
        return switch (in.major()) {
            case CborReader.UNSIGNED, CborReader.NEGATIVE -> Kind.NUMBER;
            case CborReader.TEXT -> Kind.TEXT;
            case CborReader.BINARY -> Kind.BINARY;
            case CborReader.LIST -> Kind.LIST;
            case CborReader.DICT -> Kind.DICT;
            default -> in.atFloat() ? Kind.NUMBER : Kind.OTHER;
        };
    }

    @Override
    protected long number() throws ProtocolViolation {
        return switch (in.major()) {
            case CborReader.UNSIGNED -> Math.max(in.argument(), OUT_OF_RANGE);
            case CborReader.NEGATIVE -> {
                in.argument();
                yield OUT_OF_RANGE;
            }
            default -> whole(in.real());
        };
    }

    @Override
    protected String string() throws ProtocolViolation {
        return in.text();
    }

    @Override
    protected boolean takeEmptyDict() throws ProtocolViolation {
        if (in.next() != EMPTY_DICT) {
            return false;
        }
        in.skip();
        return true;
    }

    @Override
    protected ValueReader values(int maxKeys) {
        return new CborValues(in, maxKeys);
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
    protected Payload slice(int items, int start, int end) {
        return Payload.of(CborSerializer.FORMAT, items, octets, start, end - start);
    }
}
