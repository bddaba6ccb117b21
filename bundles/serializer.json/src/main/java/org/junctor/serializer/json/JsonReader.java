package org.junctor.serializer.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junctor.api.message.ProtocolViolation;

/**
 * A position in JSON text (RFC 8259) of which is known that it is UTF-8. Each method reads one thing and stops behind it, so that
 * whoever needs the octets themselves knows where they begin and end. A parser library would look up, or copy, a table of all keys
 * that it has seen; keys of payload are data, and only passed through.
 */
final class JsonReader {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** Longest number: more than a 64-bit integer or a double needs, too short to make its conversion expensive. */
    private static final int MAX_NUMBER_LENGTH = 40;

    /** A double's exponents have three digits at most, and no number of 40 characters overflows with two. */
    private static final int MAX_EXPONENT_LENGTH = 3;

    private static final byte[] BINARY_MARK = {'"', '\\', 'u', '0', '0', '0', '0'};

    private final byte[] octets;
    private final int start;
    private final int end;
    private final int maxDepth;
    private int at;
    private int depth;

    JsonReader(byte[] octets, int offset, int length, int maxDepth) {
        this.octets = octets;
        this.start = offset;
        this.end = offset + length;
        this.maxDepth = maxDepth;
        this.at = offset;
    }

    /** Index of the next octet that is not white space; {@link #at} stands there. 0 at the end. */
    int next() {
        while (at < end) {
            byte octet = octets[at];
            if (octet != ' ' && octet != '\n' && octet != '\r' && octet != '\t') {
                return octet;
            }
            at++;
        }
        return 0;
    }

    /** Where the next octet is. */
    int at() {
        return at;
    }

    /** Whether {@code octet} comes next; it is then read. */
    boolean take(int octet) {
        if (next() != octet) {
            return false;
        }
        at++;
        return true;
    }

    /** Reads {@code octet}, which must come next. */
    void expect(int octet) throws ProtocolViolation {
        if (!take(octet)) {
            throw unexpected("'" + (char) octet + "'");
        }
    }

    /** Begins a list or dict: reads its bracket. */
    void enter(int bracket) throws ProtocolViolation {
        expect(bracket);
        if (++depth > maxDepth) {
            throw new ProtocolViolation("lists and dicts are nested deeper than " + maxDepth);
        }
    }

    /** Whether another element or member of the innermost list or dict follows: reads the comma before it, or the bracket. */
    boolean more(boolean first, int bracket) throws ProtocolViolation {
        if (take(bracket)) {
            depth--;
            return false;
        }
        if (!first && !take(',')) {
            throw unexpected("',' or '" + (char) bracket + "'");
        }
        return true;
    }

    /** Reads a dict without members, if it comes next and has no white space inside. */
    boolean takeEmptyDict() {
        if (next() != '{' || at + 1 >= end || octets[at + 1] != '}') {
            return false;
        }
        at += 2;
        return true;
    }

    /** Whether a string comes next that begins with U+0000, which marks binary (spec: "Binary conversion of JSON Strings"). */
    boolean atBinary() {
        next();
        return at + BINARY_MARK.length <= end
                && Arrays.equals(octets, at, at + BINARY_MARK.length, BINARY_MARK, 0, BINARY_MARK.length);
    }

    /** Nothing but white space may follow. */
    void end() throws ProtocolViolation {
        next();
        if (at < end) {
            throw unexpected("the end");
        }
    }

    /** Reads one value without making anything of it. Recursion ends at the depth limit. */
    void skipValue() throws ProtocolViolation {
        switch (next()) {
            case '"' -> skipString();
            case '[' -> {
                enter('[');
                for (boolean first = true; more(first, ']'); first = false) {
                    skipValue();
                }
            }
            case '{' -> {
                enter('{');
                for (boolean first = true; more(first, '}'); first = false) {
                    skipString();
                    expect(':');
                    skipValue();
                }
            }
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
    }

    /** Reads {@code word}. */
    void literal(String word) throws ProtocolViolation {
        for (int i = 0; i < word.length(); i++) {
            if (at == end || octets[at] != word.charAt(i)) {
                throw unexpected("a value");
            }
            at++;
        }
    }

    /** Reads a number, and answers whether it is an integer: has neither fraction nor exponent. */
    boolean number() throws ProtocolViolation {
        if (next() != '-' && !isDigit()) {
            throw unexpected("a value");
        }
        int from = at;
        boolean integer = true;
        take('-');
        if (isDigit() && octets[at] == '0') {
            at++;
        } else {
            digits();
        }
        if (at < end && octets[at] == '.') {
            at++;
            digits();
            integer = false;
        }
        int exponent = exponent();
        if (at - from > MAX_NUMBER_LENGTH) {
            throw new ProtocolViolation("a number has more than " + MAX_NUMBER_LENGTH + " characters");
        }
        if (exponent >= MAX_EXPONENT_LENGTH
                && (exponent > MAX_EXPONENT_LENGTH || Double.isInfinite(Double.parseDouble(ascii(from))))) {
            throw new ProtocolViolation("number " + ascii(from) + " does not fit a double");
        }
        return integer && exponent == 0;
    }

    /** Reads an exponent, if one comes; how many digits it has. */
    private int exponent() throws ProtocolViolation {
        if (at == end || (octets[at] | 0x20) != 'e') {
            return 0;
        }
        at++;
        if (at < end && (octets[at] == '+' || octets[at] == '-')) {
            at++;
        }
        int from = at;
        digits();
        return at - from;
    }

    /** What was read since {@code from}, all of it ASCII. */
    String ascii(int from) {
        return new String(octets, from, at - from, StandardCharsets.ISO_8859_1);
    }

    /** Reads a string, and answers whether there are escapes in it. */
    boolean skipString() throws ProtocolViolation {
        expect('"');
        boolean escapes = false;
        while (true) {
            skipPlain();
            if (at == end) {
                throw unexpected("'\"'");
            }
            byte octet = octets[at];
            if (octet == '"') {
                at++;
                return escapes;
            }
            if (octet != '\\') {
                throw malformed("a control character in a string");
            }
            escapes = true;
            at++;
            escape();
        }
    }

    /** Reads a string into an object. */
    String string() throws ProtocolViolation {
        next();
        int from = at + 1;
        if (skipString()) {
            return unescaped(from, at - 1);
        }
        return new String(octets, from, at - 1 - from, StandardCharsets.UTF_8);
    }

    /** The violation that something else stands here than {@code expected}. */
    ProtocolViolation unexpected(String expected) {
        if (at >= end) {
            return malformed("the text ends where " + expected + " should be");
        }
        int octet = octets[at] & 0xff;
        String found = octet > ' ' && octet <= '~' ? "'" + (char) octet + "'" : "octet 0x" + Integer.toHexString(octet);
        return malformed(found + " where " + expected + " should be");
    }

    private ProtocolViolation malformed(String problem) {
        return new ProtocolViolation("malformed JSON at octet " + (at - start) + ": " + problem);
    }

    private boolean isDigit() {
        return at < end && octets[at] >= '0' && octets[at] <= '9';
    }

    private void digits() throws ProtocolViolation {
        if (!isDigit()) {
            throw unexpected("a digit");
        }
        while (isDigit()) {
            at++;
        }
    }

    /** Moves to the next quote, backslash or control character, eight octets at a time. */
    private void skipPlain() {
        byte[] array = octets;
        int i = at;
        while (i <= end - Long.BYTES) {
            long found = special((long) EIGHT.get(array, i));
            if (found != 0) { // a borrow may set bits above the first one, never below
                at = i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
                return;
            }
            i += Long.BYTES;
        }
        while (i < end && array[i] != '"' && array[i] != '\\' && (array[i] < 0 || array[i] >= ' ')) {
            i++;
        }
        at = i;
    }

    /** Has the highest bit set in the first of eight octets that is a quote, a backslash or a control character. */
    private static long special(long eight) {
        long quote = eight ^ '"' * ONES;
        long backslash = eight ^ '\\' * ONES;
        long found = (quote - ONES & ~quote) | (backslash - ONES & ~backslash) | (eight - ' ' * ONES & ~eight);
        return found & HIGH_BITS;
    }

    private void escape() throws ProtocolViolation {
        int letter = at < end ? octets[at] : 0;
        if ("\"\\/bfnrt".indexOf(letter) >= 0) {
            at++;
        } else if (letter == 'u') {
            at++;
            codeUnits();
        } else {
            throw unexpected("the letter of an escape");
        }
    }

    /** The digits of an escape, and where they are half of a surrogate pair the escape of the other half. */
    private void codeUnits() throws ProtocolViolation {
        char first = codeUnit();
        if (!Character.isSurrogate(first)) {
            return;
        }
        boolean another = at + 1 < end && octets[at] == '\\' && octets[at + 1] == 'u';
        if (Character.isHighSurrogate(first) && another) {
            at += 2;
            if (Character.isLowSurrogate(codeUnit())) {
                return;
            }
        }
        throw new ProtocolViolation("a string holds half of a surrogate pair");
    }

    private char codeUnit() throws ProtocolViolation {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < end ? Character.digit(octets[at], 16) : -1;
            if (digit < 0) {
                throw unexpected("a hexadecimal digit");
            }
            value = value << 4 | digit;
            at++;
        }
        return (char) value;
    }

    /** The text of a string that was found to be well formed. */
    private String unescaped(int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        int plain = from;
        int index = from;
        while (index < to) {
            if (octets[index] != '\\') {
                index++;
                continue;
            }
            text.append(new String(octets, plain, index - plain, StandardCharsets.UTF_8));
            int letter = octets[index + 1];
            if (letter == 'u') {
                String hex = new String(octets, index + 2, 4, StandardCharsets.ISO_8859_1);
                text.append((char) Integer.parseInt(hex, 16));
                index += 6;
            } else {
                int which = "bfnrt".indexOf(letter);
                text.append(which < 0 ? (char) letter : "\b\f\n\r\t".charAt(which));
                index += 2;
            }
            plain = index;
        }
        text.append(new String(octets, plain, to - plain, StandardCharsets.UTF_8));
        return text.toString();
    }
}
