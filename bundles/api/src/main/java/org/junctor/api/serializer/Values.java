package org.junctor.api.serializer;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.wire.WriteBuffer;

/** Java objects to payload and back, for those who are peers themselves: the client, and the router's own procedures. */
public final class Values {
    private Values() {}

    /**
     * Encodes arguments. Empty keyword arguments are left out, and empty arguments with them.
     *
     * @throws IllegalArgumentException for an object that is none of null, {@link Boolean}, {@link Number}, {@link CharSequence},
     *     {@code byte[]}, {@link Iterable}, {@link Map} with string keys, and for an integer below -2^63 or above 2^64-1
     */
    public static Payload payload(Serializer serializer, List<?> arguments, Map<String, ?> keywords) {
        if (arguments.isEmpty() && keywords.isEmpty()) {
            return Payload.EMPTY;
        }
        WriteBuffer out = new WriteBuffer(64);
        Tokens writer = serializer.writer(out);
        write(arguments, writer);
        int items = 1;
        if (!keywords.isEmpty()) {
            write(keywords, writer);
            items = 2;
        }
        return Payload.of(serializer.format(), items, out.array(), out.start(), out.length());
    }

    /**
     * Converts a payload from one serializer to another, token by token; the same object if both have the same format.
     *
     * @throws ProtocolViolation if a value cannot be converted
     */
    public static Payload convert(Payload payload, Serializer from, Serializer to) throws ProtocolViolation {
        if (payload.isEmpty() || from.format() == to.format()) {
            return payload;
        }
        WriteBuffer out = new WriteBuffer(payload.length() + payload.length() / 2);
        from.read(payload, to.writer(out));
        return Payload.of(to.format(), payload.items(), out.array(), out.start(), out.length());
    }

    /**
     * Decodes a payload: a list of no, one or two objects (arguments, keyword arguments), made of the types that
     * {@link org.junctor.api.message.Options} names.
     *
     * @throws ProtocolViolation if a value cannot be decoded
     */
    public static List<@Nullable Object> decode(Payload payload, Serializer serializer) throws ProtocolViolation {
        if (payload.isEmpty()) {
            return List.of();
        }
        ValueBuilder builder = new ValueBuilder();
        serializer.read(payload, builder);
        return builder.values();
    }

    /** Gives one value, with all that is in it, to {@code sink}. See {@link #payload} for what it may be. */
    public static void write(@Nullable Object value, Tokens sink) {
        if (value == null) {
            sink.nil();
        } else if (value instanceof CharSequence text) {
            sink.text(text.toString());
        } else if (value instanceof Number number) {
            writeNumber(number, sink);
        } else if (value instanceof Boolean flag) {
            sink.bool(flag);
        } else if (value instanceof byte[] octets) {
            sink.binary(octets);
        } else if (value instanceof Iterable<?> list) {
            sink.startList();
            list.forEach(item -> write(item, sink));
            sink.endList();
        } else if (value instanceof Map<?, ?> map) {
            sink.startDict();
            map.forEach((key, entry) -> {
                sink.key(String.valueOf(key));
                write(entry, sink);
            });
            sink.endDict();
        } else {
            throw new IllegalArgumentException(
                    "a WAMP value cannot be a " + value.getClass().getName());
        }
    }

    private static void writeNumber(Number number, Tokens sink) {
        if (number instanceof BigInteger big) {
            if (big.bitLength() < Long.SIZE) {
                sink.integer(big.longValue());
            } else if (big.signum() > 0 && big.bitLength() == Long.SIZE) {
                sink.bigInteger(big);
            } else {
                throw new IllegalArgumentException("a WAMP integer cannot be below -2^63 or above 2^64-1");
            }
        } else if (number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte) {
            sink.integer(number.longValue());
        } else {
            sink.real(number.doubleValue());
        }
    }
}
