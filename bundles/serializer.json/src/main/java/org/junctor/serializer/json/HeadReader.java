package org.junctor.serializer.json;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Elements;
import org.junctor.api.message.FieldReader;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.ValueBuilder;

/** Reads one message: its head into objects, its payload as a slice that is only skipped through. */
final class HeadReader implements FieldReader {
    /** Options and details are kept as objects that take far more room than their text. */
    private static final int MAX_MEMBERS = 1000;

    private static final int TOO_LARGE = -1;

    private final JsonReader in;
    private final byte[] octets;

    private long type = -1;

    /** How many elements were taken. */
    private int element;

    /** Whether an element was announced that nobody has taken yet. */
    private boolean waiting;

    private boolean ended;

    HeadReader(JsonReader in, byte[] octets) {
        this.in = in;
        this.octets = octets;
    }

    Message message() throws ProtocolViolation {
        in.enter('[');
        type = integer();
        Message message = Message.read(type, this);
        in.end();
        return message;
    }

    @Override
    public boolean hasNext() throws ProtocolViolation {
        if (!waiting && !ended) {
            waiting = in.more(element == 0, ']');
            ended = !waiting;
        }
        return waiting;
    }

    @Override
    public long integer() throws ProtocolViolation {
        take();
        long value = number();
        if (value == TOO_LARGE) {
            throw wrong("must be an integer of 0 or more, below 2^63");
        }
        return value;
    }

    @Override
    public long id() throws ProtocolViolation {
        take();
        long id = number();
        if (id < 1 || id > MAX_ID) {
            throw wrong("must be an id of 1 to 2^53");
        }
        return id;
    }

    @Override
    public String text() throws ProtocolViolation {
        if (take() != '"') {
            throw wrong("must be a string");
        }
        String text = in.string();
        if (ValueReader.isBinary(text)) {
            throw wrong("must be a string, not binary");
        }
        return text;
    }

    @Override
    public Options dict() throws ProtocolViolation {
        if (take() != '{') {
            throw wrong("must be a dict");
        }
        if (in.takeEmptyDict()) {
            return Options.EMPTY;
        }
        ValueBuilder builder = new ValueBuilder();
        new ValueReader(in, MAX_MEMBERS).value(builder);
        return builder.values().get(0) instanceof Map<?, ?> map ? options(map) : Options.EMPTY;
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
        boolean list = take() == '[';
        int start = in.at();
        if (!list && !Utf8.isBinary(octets, start)) {
            throw wrong("must be a list (or one binary value in its place)");
        }
        in.skipValue();
        int end = in.at();
        int items = 1;
        if (list && hasNext()) {
            if (take() != '{') {
                throw wrong("must be a dict");
            }
            in.skipValue();
            end = in.at();
            items = 2;
        }
        return Payload.of(JsonSerializer.FORMAT, items, octets, start, end - start);
    }

    /** Turns to the next element; the first octet of its value. */
    private int take() throws ProtocolViolation {
        element++;
        if (!waiting && !ended) {
            waiting = in.more(element == 1, ']');
            ended = !waiting;
        }
        if (ended) {
            throw wrong("is missing");
        }
        waiting = false;
        return in.next();
    }

    /** An integer of 0 or more; {@link #TOO_LARGE} for any other. */
    private long number() throws ProtocolViolation {
        int first = in.next();
        if (first != '-' && (first < '0' || first > '9')) {
            throw wrong("must be an integer");
        }
        int from = in.at();
        if (!in.number()) {
            throw wrong("must be an integer");
        }
        long value = 0;
        for (int i = from; i < in.at(); i++) {
            int digit = octets[i] - '0';
            if (digit < 0 || value > (Long.MAX_VALUE - digit) / 10) {
                return TOO_LARGE;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private ProtocolViolation wrong(String problem) {
        return new ProtocolViolation(Elements.describe(type, element) + " " + problem);
    }
}
