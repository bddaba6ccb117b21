package org.junctor.serializer.json;

import java.math.BigInteger;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Tokens;
import org.junctor.api.serializer.ValueReader;

/** Decodes whole values, token by token, and checks what costs too much while payload is only passed through. */
final class JsonValues extends ValueReader {
    /** Digits of an integer that surely fits 64 bits. */
    private static final int SAFE_DIGITS = 18;

    private final JsonReader in;

    JsonValues(JsonReader in, int maxKeys) {
        super(maxKeys);
        this.in = in;
    }

    /** Recursion ends at the reader's depth limit. */
    @Override
    public void value(Tokens sink) throws ProtocolViolation {
        switch (in.next()) {
            case '"' -> string(in.string(), sink);
            case '[' -> list(sink);
            case '{' -> dict(sink);
            case 't' -> {
                in.literal("true");
                sink.bool(true);
            }
            case 'f' -> {
                in.literal("false");
                sink.bool(false);
            }
            case 'n' -> {
                in.literal("null");
                sink.nil();
            }
            default -> number(sink);
        }
    }

    private void list(Tokens sink) throws ProtocolViolation {
        in.enter('[');
        sink.startList();
        for (boolean first = true; in.more(first, ']'); first = false) {
            value(sink);
        }
        sink.endList();
    }

    private void dict(Tokens sink) throws ProtocolViolation {
        in.enter('{');
        sink.startDict();
        Set<String> keys = new HashSet<>();
        for (boolean first = true; in.more(first, '}'); first = false) {
            key(in.string(), keys, sink);
            in.expect(':');
            value(sink);
        }
        sink.endDict();
    }

    private static void string(String text, Tokens sink) throws ProtocolViolation {
        boolean binary = !text.isEmpty() && text.charAt(0) == 0; // spec: "Binary conversion of JSON Strings"
        if (!binary) {
            sink.text(text);
            return;
        }
        String base64 = text.substring(1);
        if (base64.length() % 4 != 0) { // the decoder would take it without its padding
            throw badBase64("its length is no multiple of 4");
        }
        try {
            sink.binary(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw badBase64(String.valueOf(e.getMessage()));
        }
    }

    private static ProtocolViolation badBase64(String problem) {
        return new ProtocolViolation("a binary value (a string that begins with \\u0000) is not base64: " + problem);
    }

    private void number(Tokens sink) throws ProtocolViolation {
        in.next();
        int from = in.at();
        boolean integer = in.number();
        String text = in.ascii(from);
        if (!integer) {
            sink.real(Double.parseDouble(text));
        } else if (text.length() <= SAFE_DIGITS) {
            sink.integer(Long.parseLong(text));
        } else {
            integer(new BigInteger(text), sink);
        }
    }
}
