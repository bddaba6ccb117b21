package org.junctor.serializer.ubjson;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.wire.Utf8;

/**
 * A position in octets of one dialect. Each method reads one thing and stops behind it. No size or count is believed before it is
 * compared with what is there.
 */
final class UbjsonReader {
    /** Longest number in decimal digits: more than a 64-bit integer or a double needs, too short to make its conversion expensive. */
    private static final int MAX_NUMBER_LENGTH = 40;

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final Dialect dialect;
    private final byte[] octets;
    private final int start;
    private final int end;
    private final int maxDepth;
    private int at;
    private int depth;

    /** Whether there was something that only BJData has. */
    private boolean bjdataSeen;

    /** Whether there was an integer in BJData that its encoders write with one of its unsigned types. */
    private boolean signedSeen;

    UbjsonReader(Dialect dialect, byte[] octets, int offset, int length, int maxDepth) {
        this.dialect = dialect;
        this.octets = octets;
        this.start = offset;
        this.end = offset + length;
        this.maxDepth = maxDepth;
        this.at = offset;
    }

    Dialect dialect() {
        return dialect;
    }

    byte[] octets() {
        return octets;
    }

    /** Where the next octet is. */
    int at() {
        return at;
    }

    /** Whether all that was read may as well be of the other dialect, and looks more like it. */
    boolean doubtful() {
        return signedSeen && !bjdataSeen;
    }

    /** The next marker, which is not read; 0 at the end. */
    int peek() {
        while (at < end && octets[at] == 'N') { // means nothing
            at++;
        }
        return at < end ? octets[at] & 0xff : 0;
    }

    /** Whether the octet so far behind the position is this one. */
    boolean follows(int distance, int octet) {
        return end - at > distance && octets[at + distance] == octet;
    }

    /** Reads the next marker. */
    int marker() throws ProtocolViolation {
        int marker = peek();
        if (at == end) {
            throw malformed("the message ends where a value should be");
        }
        at++;
        return marker;
    }

    /** Reads {@code marker}, which must come next. */
    void expect(int marker) throws ProtocolViolation {
        if (peek() != marker) {
            throw malformed((at < end ? shown(octets[at]) : "the end") + " where '" + (char) marker + "' should be");
        }
        at++;
    }

    /** Begins a list or dict whose bracket was read. */
    void enter() throws ProtocolViolation {
        if (++depth > maxDepth) {
            throw new ProtocolViolation("lists and dicts are nested deeper than " + maxDepth);
        }
    }

    /** Whether the list or dict that was begun says in advance how long it is; {@link #type()} and {@link #count} follow then. */
    boolean sized() {
        return follows(0, '$') || follows(0, '#');
    }

    /** Whether another element or key follows in a list or dict that ends with a bracket; the bracket is read. */
    boolean more(int bracket) {
        if (peek() != bracket) {
            return true;
        }
        at++;
        depth--;
        return false;
    }

    /** Ends a list or dict that has no bracket. */
    void leave() {
        depth--;
    }

    /** Reads the marker that all elements share; 0 if each has its own. */
    int type() throws ProtocolViolation {
        if (!follows(0, '$')) {
            return 0;
        }
        at++;
        if (at == end) {
            throw malformed("the message ends where a type should be");
        }
        int type = octets[at++] & 0xff;
        if (dialect.size(type) == 0 && "SH[{".indexOf(type) < 0) {
            throw malformed(shown(type) + " as the type of all elements");
        }
        noteMarker(type);
        return type;
    }

    /** Reads how many elements follow: not more than there is room for. */
    int count(int type) throws ProtocolViolation {
        if (!follows(0, '#')) {
            throw malformed("a type without '#' and a count");
        }
        at++;
        if (follows(0, '[')) {
            throw malformed("an array of several dimensions");
        }
        int size = Math.max(1, dialect.size(type));
        return length((end - at) / size);
    }

    /** Reads an integer that says how many things follow. */
    private int length(int most) throws ProtocolViolation {
        int marker = at < end ? octets[at++] & 0xff : 0;
        if ("iUIlLumM".indexOf(marker) < 0 || dialect.size(marker) == 0) {
            at--;
            throw malformed("no integer where a length should be");
        }
        long length = integer(marker);
        if (length < 0 || length > most) {
            throw malformed("a length of " + (marker == 'M' ? Long.toUnsignedString(length) : length) + " where " + most
                    + " are left");
        }
        if (length > end - at) {
            throw malformed("a length of " + length + " where " + (end - at) + " are left");
        }
        return (int) length;
    }

    /** Reads one value without making anything of it. Recursion ends at the depth limit. */
    void skip() throws ProtocolViolation {
        skip(marker());
    }

    private void skip(int marker) throws ProtocolViolation {
        switch (marker) {
            case 'Z', 'T', 'F' -> {}
            case 'S' -> text();
            case 'C' -> character();
            case 'H' -> decimal();
            case '[' -> skipList();
            case '{' -> skipDict();
            case 'I', 'l', 'L' -> integer(marker);
            default -> {
                noteMarker(marker);
                advance(fixed(marker));
            }
        }
    }

    private void skipList() throws ProtocolViolation {
        enter();
        if (!sized()) {
            while (more(']')) {
                skip(marker());
            }
            return;
        }
        int type = type();
        int count = count(type);
        if (type != 0 && type != 'C' && dialect.size(type) > 0) {
            advance(count * dialect.size(type));
        } else {
            for (int i = 0; i < count; i++) {
                skip(type == 0 ? marker() : type);
            }
        }
        leave();
    }

    private void skipDict() throws ProtocolViolation {
        enter();
        if (!sized()) {
            while (more('}')) {
                text();
                skip(marker());
            }
            return;
        }
        int type = type();
        int count = count(type);
        for (int i = 0; i < count; i++) {
            text();
            skip(type == 0 ? marker() : type);
        }
        leave();
    }

    /** Reads a length and as many octets of UTF-8, and answers where the octets begin; they end at the position. */
    int text() throws ProtocolViolation {
        int length = length(end - at);
        int from = at;
        int invalid = Utf8.invalid(octets, at, length);
        if (invalid >= 0) {
            throw new ProtocolViolation("not UTF-8 at octet " + (invalid - start));
        }
        at += length;
        return from;
    }

    /** Reads {@link #text()} into an object. */
    String string() throws ProtocolViolation {
        int from = text();
        return new String(octets, from, at - from, StandardCharsets.UTF_8);
    }

    /** Reads the one character of a {@code C}. */
    char character() throws ProtocolViolation {
        int from = advance(1);
        if (octets[from] < 0) {
            throw new ProtocolViolation("not UTF-8 at octet " + (from - start));
        }
        return (char) octets[from];
    }

    /** Reads the number of an {@code H}: decimal digits, as JSON has them. */
    String decimal() throws ProtocolViolation {
        String text = string();
        if (text.length() > MAX_NUMBER_LENGTH) {
            throw new ProtocolViolation("a number has more than " + MAX_NUMBER_LENGTH + " characters");
        }
        if (!NUMBER.matcher(text).matches()) {
            throw malformed("no decimal number where one should be");
        }
        if (Double.isInfinite(Double.parseDouble(text))) {
            throw new ProtocolViolation("number " + text + " is too large");
        }
        return text;
    }

    /** Reads the integer of a marker that was read; 2^63 and more, which only {@code M} has, are negative. */
    long integer(int marker) throws ProtocolViolation {
        int from = advance(fixed(marker));
        noteMarker(marker);
        long value =
                switch (marker) {
                    case 'i' -> octets[from];
                    case 'I' -> dialect.int16(octets, from);
                    case 'u' -> dialect.int16(octets, from) & 0xffff;
                    case 'l' -> dialect.int32(octets, from);
                    case 'm' -> dialect.int32(octets, from) & 0xffffffffL;
                    case 'L', 'M' -> dialect.int64(octets, from);
                    default -> octets[from] & 0xff;
                };
        signedSeen |= dialect == Dialect.BJDATA && value >= 0 && (marker == 'I' || marker == 'l' || marker == 'L');
        return value;
    }

    /** Reads the float of a marker that was read. */
    double real(int marker) throws ProtocolViolation {
        int from = advance(fixed(marker));
        noteMarker(marker);
        return switch (marker) {
            case 'h' -> half(dialect.int16(octets, from));
            case 'd' -> Float.intBitsToFloat(dialect.int32(octets, from));
            default -> Double.longBitsToDouble(dialect.int64(octets, from));
        };
    }

    /** Reads so many octets, and answers where they begin. */
    int advance(int count) throws ProtocolViolation {
        if (count > end - at) {
            throw malformed("the message ends inside a value");
        }
        int from = at;
        at += count;
        return from;
    }

    /** Nothing may follow. */
    void end() throws ProtocolViolation {
        peek();
        if (at < end) {
            throw malformed((end - at) + " octets behind the end");
        }
    }

    /** The violation that a marker which was read is none, or stands where it must not. */
    ProtocolViolation unexpected(int marker) {
        at--;
        return malformed(shown(marker) + " where a value should be");
    }

    private int fixed(int marker) throws ProtocolViolation {
        int size = dialect.size(marker);
        if (size == 0) {
            throw unexpected(marker);
        }
        return size;
    }

    private void noteMarker(int marker) {
        bjdataSeen |= marker == 'u' || marker == 'm' || marker == 'M' || marker == 'h' || marker == 'B';
    }

    /** A 16-bit float (IEEE 754 binary16). */
    private static double half(int bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double value = exponent == 0x1f
                ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                : exponent == 0 ? fraction * 0x1p-24 : (0x400 | fraction) * Math.scalb(1.0, exponent - 25);
        return (bits & 0x8000) == 0 ? value : -value;
    }

    private static String shown(int octet) {
        return octet > ' ' && octet <= '~' ? "'" + (char) octet + "'" : "octet 0x" + Integer.toHexString(octet & 0xff);
    }

    private ProtocolViolation malformed(String problem) {
        return new ProtocolViolation("malformed " + dialect + " at octet " + (at - start) + ": " + problem);
    }
}
