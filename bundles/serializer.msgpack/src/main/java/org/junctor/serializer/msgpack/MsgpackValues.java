package org.junctor.serializer.msgpack;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Tokens;
import org.junctor.api.serializer.ValueReader;

/** Decodes whole values, token by token. */
final class MsgpackValues extends ValueReader {
    private final MsgpackReader in;

    MsgpackValues(MsgpackReader in, int maxKeys) {
        super(maxKeys);
        this.in = in;
    }

    /** Recursion ends at the reader's depth limit. */
    @Override
    public void value(Tokens sink) throws ProtocolViolation {
        switch (in.type()) {
            case NIL -> {
                in.simple();
                sink.nil();
            }
            case BOOL -> sink.bool(in.simple());
            case INTEGER -> integer(sink);
            case FLOAT -> sink.real(in.real());
            case TEXT -> sink.text(in.text());
            case BINARY -> sink.binary(in.binary());
            case LIST -> list(sink);
            case DICT -> dict(sink);
            case EXTENSION -> extension(sink);
        }
    }

    private void extension(Tokens sink) throws ProtocolViolation {
        if (!in.takeUndefined()) {
            throw new ProtocolViolation("an extension type of MessagePack cannot be converted");
        }
        sink.nil();
    }

    private void integer(Tokens sink) throws ProtocolViolation {
        boolean unsigned = in.next() == MsgpackReader.UNSIGNED_64;
        long value = in.integer();
        if (unsigned && value < 0) {
            integer(new BigInteger(Long.toUnsignedString(value)), sink);
        } else {
            sink.integer(value);
        }
    }

    private void list(Tokens sink) throws ProtocolViolation {
        sink.startList();
        for (int left = in.enterList(); left > 0; left--) {
            value(sink);
        }
        in.leave();
        sink.endList();
    }

    private void dict(Tokens sink) throws ProtocolViolation {
        sink.startDict();
        Set<String> keys = new HashSet<>();
        for (int left = in.enterDict(); left > 0; left--) {
            if (in.type() != MsgpackReader.Type.TEXT) {
                throw new ProtocolViolation("a dict has a key that is no string");
            }
            key(in.text(), keys, sink);
            value(sink);
        }
        in.leave();
        sink.endDict();
    }
}
