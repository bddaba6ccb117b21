package org.junctor.serializer.json;

import org.junctor.api.message.Message;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.HeadReader;
import org.junctor.api.serializer.ValueReader;

/** One message as JSON text. */
final class JsonHead extends HeadReader {
    private final JsonReader in;
    private final byte[] octets;

    JsonHead(JsonReader in, byte[] octets) {
        this.in = in;
        this.octets = octets;
    }

    Message message() throws ProtocolViolation {
        in.enter('[');
        Message message = elements();
        in.end();
        return message;
    }

    @Override
    protected boolean more(boolean first) throws ProtocolViolation {
        return in.more(first, ']');
    }

    @Override
    protected Kind kind() {
        return switch (in.next()) {
            case '"' -> in.atBinary() ? Kind.BINARY : Kind.TEXT;
            case '[' -> Kind.LIST;
            case '{' -> Kind.DICT;
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> Kind.NUMBER;
            default -> Kind.OTHER;
        };
    }

    @Override
    protected long number() throws ProtocolViolation {
        int from = in.at();
        if (!in.number()) {
            return NO_INTEGER;
        }
        long value = 0;
        for (int i = from; i < in.at(); i++) {
            int digit = octets[i] - '0';
            if (digit < 0 || value > (Long.MAX_VALUE - digit) / 10) {
                return OUT_OF_RANGE;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    @Override
    protected String string() throws ProtocolViolation {
        return in.string();
    }

    @Override
    protected boolean takeEmptyDict() {
        return in.takeEmptyDict();
    }

    @Override
    protected ValueReader values(int maxKeys) {
        return new JsonValues(in, maxKeys);
    }

    @Override
    protected void skip() throws ProtocolViolation {
        in.skipValue();
    }

    @Override
    protected int at() {
        return in.at();
    }

    @Override
    protected Payload slice(int items, int start, int end) {
        return Payload.of(JsonSerializer.FORMAT, items, octets, start, end - start);
    }
}
