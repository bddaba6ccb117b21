package org.junctor.serializer.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Elements;
import org.junctor.api.message.FieldReader;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.ValueBuilder;

/** Reads one message: its head into objects, its payload as a slice that the parser has only skipped through. */
final class HeadReader implements FieldReader {
    private static final int MAX_MEMBERS = 1000;

    private final JsonParser parser;
    private final byte[] octets;
    private final int offset;
    private final int space;

    private long type = -1;
    private int element;
    private @Nullable JsonToken token;

    /** Whether {@link #token} is of an element that nobody has taken yet. */
    private boolean waiting;

    /**
     * A reader of one message.
     *
     * @param parser at the message's first octet
     * @param offset where that is in {@code octets}
     * @param space how much white space the peer sent before it
     */
    HeadReader(JsonParser parser, byte[] octets, int offset, int space) {
        this.parser = parser;
        this.octets = octets;
        this.offset = offset;
        this.space = space;
    }

    Message message() throws ProtocolViolation, IOException {
        parser.nextToken();
        type = integer();
        Message message = Message.read(type, this);
        if (parser.nextToken() != null) {
            throw new ProtocolViolation("octets follow the message");
        }
        return message;
    }

    @Override
    public boolean hasNext() throws ProtocolViolation {
        if (!waiting) {
            try {
                token = parser.nextToken();
            } catch (IOException e) {
                throw malformed(e);
            }
            waiting = true;
        }
        return token != JsonToken.END_ARRAY;
    }

    @Override
    public long integer() throws ProtocolViolation {
        if (take() != JsonToken.VALUE_NUMBER_INT) {
            throw wrong("must be an integer");
        }
        long value = longValue();
        if (value < 0) {
            throw wrong("must be an integer of 0 or more, not " + value);
        }
        return value;
    }

    @Override
    public long id() throws ProtocolViolation {
        if (take() != JsonToken.VALUE_NUMBER_INT) {
            throw wrong("must be an integer");
        }
        long id = longValue();
        if (id < 1 || id > MAX_ID) {
            throw wrong("must be an id of 1 to 2^53, not " + id);
        }
        return id;
    }

    @Override
    public String text() throws ProtocolViolation {
        if (take() != JsonToken.VALUE_STRING) {
            throw wrong("must be a string");
        }
        try {
            String text = parser.getText();
            if (ValueReader.isBinary(text)) {
                throw wrong("must be a string, not binary");
            }
            return Utf8.checkSurrogates(text);
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    @Override
    public Options dict() throws ProtocolViolation {
        if (take() != JsonToken.START_OBJECT) {
            throw wrong("must be a dict");
        }
        try {
            ValueBuilder builder = new ValueBuilder();
            ValueReader.limited(parser, MAX_MEMBERS).value(builder);
            return builder.values().get(0) instanceof Map<?, ?> map ? options(map) : Options.EMPTY;
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    @SuppressWarnings("unchecked") // the builder makes dicts with string keys only
    private static Options options(Map<?, ?> map) {
        return Options.of((Map<String, @Nullable Object>) map);
    }

    @Override
    public Payload payload() throws ProtocolViolation {
        if (!hasNext()) {
            return Payload.EMPTY;
        }
        try {
            JsonToken first = take();
            int start = (int) parser.currentTokenLocation().getByteOffset();
            if (first == JsonToken.START_ARRAY) {
                parser.skipChildren();
            } else if (first == JsonToken.VALUE_STRING && Utf8.isBinary(octets, offset + start)) {
                parser.finishToken();
            } else {
                throw wrong("must be a list (or one binary value in its place)");
            }
            int end = ValueReader.position(parser);
            int items = 1;
            if (first == JsonToken.START_ARRAY && hasNext()) {
                if (take() != JsonToken.START_OBJECT) {
                    throw wrong("must be a dict");
                }
                parser.skipChildren();
                end = ValueReader.position(parser);
                items = 2;
            }
            return Payload.of(JsonSerializer.FORMAT, items, octets, offset + start, end - start);
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private @Nullable JsonToken take() throws ProtocolViolation {
        element++;
        if (!hasNext()) {
            throw wrong("is missing");
        }
        waiting = false;
        return token;
    }

    private long longValue() throws ProtocolViolation {
        try {
            return parser.getLongValue();
        } catch (InputCoercionException e) {
            throw wrong("must be an integer below 2^63");
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private ProtocolViolation wrong(String problem) {
        return new ProtocolViolation(Elements.describe(type, element) + " " + problem);
    }

    private ProtocolViolation malformed(IOException cause) {
        return Malformed.violation(cause, space);
    }
}
