package org.junctor.api.serializer;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Elements;
import org.junctor.api.message.FieldReader;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reads one message for {@link Serializer#decode}: turns from element to element, checks that each is of the kind that its message
 * has there, and names it where it is not. Its head becomes objects, its payload a slice that is only skipped through. A serializer
 * adds what its encoding looks like.
 */
@ConsumerType
public abstract class HeadReader implements FieldReader {
    /** What {@link #number()} answers for what is no integer. */
    protected static final long NO_INTEGER = -2;

    /** What {@link #number()} answers for an integer below 0 or above 2^63-1. */
    protected static final long OUT_OF_RANGE = -1;

    /** Options and details are kept as objects, which take far more room than their octets. */
    private static final int MAX_KEYS = 1000;

    private long type = -1;

    /** How many elements were taken. */
    private int element;

    /** Whether an element was announced that nobody has taken yet. */
    private boolean waiting;

    private boolean ended;

    /** What a head tells apart. */
    protected enum Kind {
        /** Any number. */
        NUMBER,
        /** A string. */
        TEXT,
        /** A binary value. */
        BINARY,
        /** A list. */
        LIST,
        /** A dict. */
        DICT,
        /** Anything else. */
        OTHER
    }

    /** Reads the elements; the list that they are in was entered. */
    protected final Message elements() throws ProtocolViolation {
        type = integer();
        return Message.read(type, this);
    }

    /** Whether another element follows; the position is then at it, else behind the list. */
    protected abstract boolean more(boolean first) throws ProtocolViolation;

    /** What kind of value is at the position, by what it begins with. */
    protected abstract Kind kind() throws ProtocolViolation;

    /** Reads a number that should be an integer of 0 or more; {@link #NO_INTEGER} or {@link #OUT_OF_RANGE} if it is not. */
    protected abstract long number() throws ProtocolViolation;

    /** What {@link #number()} answers for a float: encoders of JavaScript write large integers as floats without a fraction. */
    protected static long whole(double real) {
        if (real != Math.rint(real)) {
            return NO_INTEGER;
        }
        return real >= 0 && real <= MAX_ID ? (long) real : OUT_OF_RANGE;
    }

    /** Reads a string. */
    protected abstract String string() throws ProtocolViolation;

    /** Reads a dict if it has no keys and that is seen at once. */
    protected abstract boolean takeEmptyDict() throws ProtocolViolation;

    /** A reader of the values from the position on, which takes no more than so many keys. */
    protected abstract ValueReader values(int maxKeys);

    /** Reads a value and checks that it is well formed, without making anything of it. */
    protected abstract void skip() throws ProtocolViolation;

    /** Index of the position in the array. */
    protected abstract int at();

    /** The payload in a part of the array; may be converted, which may fail. */
    protected abstract Payload slice(int items, int start, int end) throws ProtocolViolation;

    @Override
    public final boolean hasNext() throws ProtocolViolation {
        if (!waiting && !ended) {
            waiting = more(element == 0);
            ended = !waiting;
        }
        return waiting;
    }

    @Override
    public final long integer() throws ProtocolViolation {
        long value = takeNumber();
        if (value == OUT_OF_RANGE) {
            throw wrong("must be an integer of 0 or more, below 2^63");
        }
        return value;
    }

    @Override
    public final long id() throws ProtocolViolation {
        long id = takeNumber();
        if (id < 1 || id > MAX_ID) {
            throw wrong("must be an id of 1 to 2^53");
        }
        return id;
    }

    @Override
    public final String text() throws ProtocolViolation {
        Kind kind = take();
        if (kind != Kind.TEXT) {
            throw wrong(kind == Kind.BINARY ? "must be a string, not binary" : "must be a string");
        }
        return string();
    }

    @Override
    public final Options dict() throws ProtocolViolation {
        if (take() != Kind.DICT) {
            throw wrong("must be a dict");
        }
        if (takeEmptyDict()) {
            return Options.EMPTY;
        }
        ValueBuilder builder = new ValueBuilder();
        values(MAX_KEYS).value(builder);
        return builder.values().get(0) instanceof Map<?, ?> map ? options(map) : Options.EMPTY;
    }

    @SuppressWarnings("unchecked") // the builder makes dicts with string keys only
    private static Options options(Map<?, ?> map) {
        return Options.of((Map<String, @Nullable Object>) map);
    }

    @Override
    public final Payload payload() throws ProtocolViolation {
        if (!hasNext()) {
            return Payload.EMPTY;
        }
        Kind kind = take();
        int start = at();
        if (kind != Kind.LIST && kind != Kind.BINARY) {
            throw wrong("must be a list (or one binary value in its place)");
        }
        skip();
        int end = at();
        int items = 1;
        if (kind == Kind.LIST && hasNext()) {
            if (take() != Kind.DICT) {
                throw wrong("must be a dict");
            }
            skip();
            end = at();
            items = 2;
        }
        return slice(items, start, end);
    }

    /** Turns to the next element. */
    private Kind take() throws ProtocolViolation {
        element++;
        if (!waiting && !ended) {
            waiting = more(element == 1);
            ended = !waiting;
        }
        if (ended) {
            throw wrong("is missing");
        }
        waiting = false;
        return kind();
    }

    private long takeNumber() throws ProtocolViolation {
        long value = take() == Kind.NUMBER ? number() : NO_INTEGER;
        if (value == NO_INTEGER) {
            throw wrong("must be an integer");
        }
        return value;
    }

    private ProtocolViolation wrong(String problem) {
        return new ProtocolViolation(Elements.describe(type, element) + " " + problem);
    }
}
