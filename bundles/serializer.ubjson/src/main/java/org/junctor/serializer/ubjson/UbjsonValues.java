package org.junctor.serializer.ubjson;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Tokens;
import org.junctor.api.serializer.ValueReader;

/** Decodes whole values, token by token. */
final class UbjsonValues extends ValueReader {
    private final UbjsonReader in;

    UbjsonValues(UbjsonReader in, int maxKeys) {
        super(maxKeys);
        this.in = in;
    }

    @Override
    public void value(Tokens sink) throws ProtocolViolation {
        value(in.marker(), sink);
    }

    /** Reads one value whose marker was read. Recursion ends at the reader's depth limit. */
    private void value(int marker, Tokens sink) throws ProtocolViolation {
        switch (marker) {
            case 'Z' -> sink.nil();
            case 'T' -> sink.bool(true);
            case 'F' -> sink.bool(false);
            case 'S' -> sink.text(in.string());
            case 'C' -> sink.text(String.valueOf(in.character()));
            case 'H' -> decimal(in.decimal(), sink);
            case '[' -> list(sink);
            case '{' -> dict(sink);
            case 'h', 'd', 'D' -> sink.real(in.real(marker));
            case 'M' -> unsigned(in.integer(marker), sink);
            default -> sink.integer(in.integer(marker));
        }
    }

    private static void unsigned(long value, Tokens sink) throws ProtocolViolation {
        if (value >= 0) {
            sink.integer(value);
        } else {
            integer(new BigInteger(Long.toUnsignedString(value)), sink);
        }
    }

    private static void decimal(String text, Tokens sink) throws ProtocolViolation {
        if (text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0) {
            integer(new BigInteger(text), sink);
        } else {
            sink.real(Double.parseDouble(text));
        }
    }

    private void list(Tokens sink) throws ProtocolViolation {
        in.enter();
        if (!in.sized()) {
            sink.startList();
            while (in.more(']')) {
                value(in.marker(), sink);
            }
            sink.endList();
            return;
        }
        int type = in.type();
        int count = in.count(type);
        if (type == in.dialect().binaryType()) {
            int from = in.advance(count);
            sink.binary(Arrays.copyOfRange(in.octets(), from, from + count));
        } else {
            sink.startList();
            for (int i = 0; i < count; i++) {
                value(type == 0 ? in.marker() : type, sink);
            }
            sink.endList();
        }
        in.leave();
    }

    private void dict(Tokens sink) throws ProtocolViolation {
        in.enter();
        sink.startDict();
        Set<String> keys = new HashSet<>();
        if (in.sized()) {
            int type = in.type();
            int count = in.count(type);
            for (int i = 0; i < count; i++) {
                key(in.string(), keys, sink);
                value(type == 0 ? in.marker() : type, sink);
            }
            in.leave();
        } else {
            while (in.more('}')) {
                key(in.string(), keys, sink);
                value(in.marker(), sink);
            }
        }
        sink.endDict();
    }
}
