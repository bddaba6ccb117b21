package org.junctor.serializer.json;

import java.math.BigInteger;
import java.util.Base64;
import org.junctor.api.message.FieldWriter;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.serializer.Tokens;
import org.junctor.api.serializer.Values;
import org.junctor.api.wire.WriteBuffer;

/** Writes heads and values as compact JSON. All the state there is: whether the next value needs a comma before it. */
final class JsonWriter implements FieldWriter, Tokens {
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final byte[] BINARY_MARK = {'"', '\\', 'u', '0', '0', '0', '0'};
    private static final int MAX_DIGITS = 20;

    /** Written for half of a surrogate pair. */
    private static final char REPLACEMENT = '\ufffd';

    private final WriteBuffer out;
    private boolean comma;

    JsonWriter(WriteBuffer out) {
        this.out = out;
    }

    @Override
    public void dict(Options value) {
        Values.write(value.entries(), this);
    }

    @Override
    public void payload(Payload value) {
        if (value.isEmpty()) {
            return;
        }
        if (value.format() != JsonSerializer.FORMAT) {
            throw new IllegalArgumentException("payload is " + value.format() + ", not json");
        }
        separate();
        out.put(value.octets(), value.offset(), value.length());
    }

    @Override
    public void nil() {
        separate();
        out.put(NULL, 0, NULL.length);
    }

    @Override
    public void bool(boolean value) {
        separate();
        byte[] word = value ? TRUE : FALSE;
        out.put(word, 0, word.length);
    }

    @Override
    public void integer(long value) {
        separate();
        if (value == Long.MIN_VALUE) {
            out.putUtf8(Long.toString(value));
            return;
        }
        out.reserve(MAX_DIGITS);
        long rest = Math.abs(value);
        int size = digits(rest);
        if (value < 0) {
            out.put('-');
        }
        byte[] array = out.array();
        for (int at = out.end() + size - 1; at >= out.end(); at--) {
            array[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        out.advance(size);
    }

    @Override
    public void bigInteger(BigInteger value) {
        separate();
        out.putUtf8(value.toString());
    }

    /** JSON has no NaN and no infinity: they become null. */
    @Override
    public void real(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            nil();
        } else {
            separate();
            out.putUtf8(Double.toString(value));
        }
    }

    /** A string that begins with U+0000 would be read as binary: it becomes null. */
    @Override
    public void text(String value) {
        if (!value.isEmpty() && value.charAt(0) == 0) {
            nil();
        } else {
            separate();
            string(value);
        }
    }

    @Override
    public void binary(byte[] value) {
        separate();
        out.put(BINARY_MARK, 0, BINARY_MARK.length);
        byte[] encoded = Base64.getEncoder().encode(value);
        out.put(encoded, 0, encoded.length);
        out.put('"');
    }

    @Override
    public void startList() {
        separate();
        out.put('[');
        comma = false;
    }

    @Override
    public void endList() {
        out.put(']');
        comma = true;
    }

    @Override
    public void startDict() {
        separate();
        out.put('{');
        comma = false;
    }

    @Override
    public void key(String name) {
        separate();
        string(name);
        out.put(':');
        comma = false;
    }

    @Override
    public void endDict() {
        out.put('}');
        comma = true;
    }

    private void separate() {
        if (comma) {
            out.put(',');
        }
        comma = true;
    }

    private static int digits(long value) {
        int size = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            size++;
        }
        return size;
    }

    private void string(String text) {
        int length = text.length();
        out.reserve(length + 2);
        byte[] array = out.array();
        int at = out.end();
        array[at++] = '"';
        int i = 0;
        while (i < length) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                break;
            }
            array[at++] = (byte) c;
            i++;
        }
        out.advance(at - out.end());
        if (i < length) {
            rest(text, i);
        }
        out.put('"');
    }

    private void rest(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.put('\\').put(c);
            } else if (c < ' ') {
                escape(c);
            } else if (c < 0x80) {
                out.put(c);
            } else if (c < 0x800) {
                out.put(0xc0 | c >> 6);
                continuation(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                supplementary(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                threeOctets(Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
    }

    private void threeOctets(char c) {
        out.put(0xe0 | c >> 12);
        continuation(c >> 6);
        continuation(c);
    }

    private void supplementary(int c) {
        out.put(0xf0 | c >> 18);
        continuation(c >> 12);
        continuation(c >> 6);
        continuation(c);
    }

    private void continuation(int bits) {
        out.put(0x80 | (bits & 0x3f));
    }

    private void escape(char c) {
        out.put('\\').put('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.put(HEX[c >> shift & 0xf]);
        }
    }
}
