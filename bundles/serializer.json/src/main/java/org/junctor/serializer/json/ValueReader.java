package org.junctor.serializer.json;

import java.math.BigInteger;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Tokens;

/** Decodes whole values, token by token, and checks what costs too much while payload is only passed through. */
final class ValueReader {
    /** Digits of an integer that surely fits 64 bits. */
    private static final int SAFE_DIGITS = 18;

    private final JsonReader in;
    private int members;

    /**
     * A reader of the values at a position.
     *
     * @param maxMembers how many dict members, nested ones included, it takes
     */
    ValueReader(JsonReader in, int maxMembers) {
        this.in = in;
        this.members = maxMembers;
    }

    /** Whether a string stands for a binary value (spec: "Binary conversion of JSON Strings"). */
    static boolean isBinary(String text) {
        return !text.isEmpty() && text.charAt(0) == 0;
    }

    /** Reads one value and gives it, with all that is in it, to {@code sink}. Recursion ends at the reader's depth limit. */
    void value(Tokens sink) throws ProtocolViolation {
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
            String key = in.string();
            if (--members < 0) {
                throw new ProtocolViolation("too many keys in options or details");
            }
            if (!keys.add(key)) {
                throw new ProtocolViolation(shown(key) + " stands twice in a dict");
            }
            sink.key(key);
            in.expect(':');
            value(sink);
        }
        sink.endDict();
    }

    /** A key for an error text, if it is fit for one. */
    private static String shown(String key) {
        return key.matches("[\\p{Graph}]{1,60}") ? "key '" + key + "'" : "a key";
    }

    private static void string(String text, Tokens sink) throws ProtocolViolation {
        if (!isBinary(text)) {
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
            real(text, sink);
        } else if (text.length() <= SAFE_DIGITS) {
            sink.integer(Long.parseLong(text));
        } else {
            BigInteger value = new BigInteger(text);
            if (value.bitLength() < Long.SIZE) {
                sink.integer(value.longValue());
            } else {
                sink.bigInteger(value);
            }
        }
    }

    private static void real(String text, Tokens sink) throws ProtocolViolation {
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw new ProtocolViolation("number " + text + " is too large");
        }
        sink.real(value);
    }
}
