package org.junctor.serializer.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Tokens;

/** Decodes whole values, token by token; what the parser lets pass but WAMP does not is refused here. */
final class ValueReader {
    private final JsonParser parser;
    private int members;

    private ValueReader(JsonParser parser, int maxMembers) {
        this.parser = parser;
        this.members = maxMembers;
    }

    /** For payload, whose size the transport limits. */
    static ValueReader unlimited(JsonParser parser) {
        return new ValueReader(parser, Integer.MAX_VALUE);
    }

    /** For options and details, which the router keeps as objects that take far more room than their text. */
    static ValueReader limited(JsonParser parser, int maxMembers) {
        return new ValueReader(parser, maxMembers);
    }

    /** How many octets the parser has consumed. */
    static int position(JsonParser parser) {
        return (int) parser.currentLocation().getByteOffset();
    }

    /** Whether this token's text stands for a binary value (spec: "Binary conversion of JSON Strings"). */
    static boolean isBinary(String text) {
        return !text.isEmpty() && text.charAt(0) == 0;
    }

    /** Gives the parser's current value, with all that is in it, to {@code sink}. Recursion ends at the parser's depth limit. */
    void value(Tokens sink) throws IOException, ProtocolViolation {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new ProtocolViolation("malformed JSON: a value is missing");
        }
        switch (token) {
            case START_ARRAY -> list(sink);
            case START_OBJECT -> dict(sink);
            case VALUE_STRING -> string(parser.getText(), sink);
            case VALUE_NUMBER_INT -> integer(sink);
            case VALUE_NUMBER_FLOAT -> real(sink);
            case VALUE_TRUE -> sink.bool(true);
            case VALUE_FALSE -> sink.bool(false);
            case VALUE_NULL -> sink.nil();
            default -> throw new ProtocolViolation("malformed JSON: unexpected " + token);
        }
        parser.finishToken();
    }

    private void list(Tokens sink) throws IOException, ProtocolViolation {
        sink.startList();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            value(sink);
        }
        sink.endList();
    }

    private void dict(Tokens sink) throws IOException, ProtocolViolation {
        sink.startDict();
        Set<String> keys = new HashSet<>();
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            if (--members < 0) {
                throw new ProtocolViolation("too many keys in options or details");
            }
            if (!keys.add(Utf8.checkSurrogates(key))) {
                throw new ProtocolViolation("key '" + key + "' stands twice in a dict");
            }
            sink.key(key);
            parser.nextToken();
            value(sink);
        }
        sink.endDict();
    }

    private static void string(String text, Tokens sink) throws ProtocolViolation {
        if (!isBinary(text)) {
            sink.text(Utf8.checkSurrogates(text));
            return;
        }
        try {
            sink.binary(Base64.getDecoder().decode(text.substring(1)));
        } catch (IllegalArgumentException e) {
            throw new ProtocolViolation(
                    "a binary value (a string that begins with \\u0000) is not base64: " + e.getMessage());
        }
    }

    private void integer(Tokens sink) throws IOException {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            sink.bigInteger(parser.getBigIntegerValue());
        } else {
            sink.integer(parser.getLongValue());
        }
    }

    private void real(Tokens sink) throws IOException, ProtocolViolation {
        double value = parser.getDoubleValue();
        if (Double.isInfinite(value)) {
            throw new ProtocolViolation("number " + parser.getText() + " is too large");
        }
        sink.real(value);
    }
}
