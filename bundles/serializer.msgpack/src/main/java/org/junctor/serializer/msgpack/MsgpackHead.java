package org.junctor.serializer.msgpack;

import org.junctor.api.message.Message;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.HeadReader;
import org.junctor.api.serializer.ValueReader;

/** One message as MessagePack. */
final class MsgpackHead extends HeadReader {
    private static final int EMPTY_DICT = 0x80;

    private final MsgpackReader in;
    private final byte[] octets;
    private int left;

    MsgpackHead(MsgpackReader in, byte[] octets) {
        this.in = in;
        this.octets = octets;
    }

    Message message() throws ProtocolViolation {
        if (in.type() != MsgpackReader.Type.LIST) {
            throw new ProtocolViolation("a message must be a list");
        }
        left = in.enterList();
        Message message = elements();
        in.end();
        return message;
    }

    @Override
    protected boolean more(boolean first) {
        return left-- > 0;
    }

    @Override
    protected Kind kind() throws ProtocolViolation {
        return switch (in.type()) {
            case INTEGER, FLOAT -> Kind.NUMBER;
            case TEXT -> Kind.TEXT;
            case BINARY -> Kind.BINARY;
            case LIST -> Kind.LIST;
            case DICT -> Kind.DICT;
            case NIL, BOOL, EXTENSION -> Kind.OTHER;
        };
    }

    @Override
    protected long number() throws ProtocolViolation {
        return in.type() == MsgpackReader.Type.INTEGER ? Math.max(in.integer(), OUT_OF_RANGE) : whole(in.real());
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
        return new MsgpackValues(in, maxKeys);
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
        return Payload.of(MsgpackSerializer.FORMAT, items, octets, start, end - start);
    }
}
