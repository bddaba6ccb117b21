package org.junctor.serializer.ubjson;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.junctor.api.message.FieldWriter;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.serializer.Tokens;
import org.junctor.api.serializer.Values;
import org.junctor.api.wire.WriteBuffer;

/** Writes heads and values, each in the smallest type that has it. Keeps no state, as lists and dicts end with a bracket. */
final class UbjsonWriter implements FieldWriter, Tokens {
    private static final int UINT8_MAX = 0xff;
    private static final int UINT16_MAX = 0xffff;
    private static final long UINT32_MAX = 0xffffffffL;

    private final Dialect dialect;
    private final WriteBuffer out;

    UbjsonWriter(Dialect dialect, WriteBuffer out) {
        this.dialect = dialect;
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
        if (value.format() != dialect.format()) {
            throw new IllegalArgumentException("payload is " + value.format() + ", not " + dialect.format());
        }
        out.put(value.octets(), value.offset(), value.length());
    }

    @Override
    public void nil() {
        out.put('Z');
    }

    @Override
    public void bool(boolean value) {
        out.put(value ? 'T' : 'F');
    }

    @Override
    public void integer(long value) {
        dialect.put(out, marker(value), value);
    }

    /** The smallest type; BJData's encoders write what is not negative without a sign. */
    private int marker(long value) {
        if (value >= 0 && value <= UINT8_MAX) {
            return 'U';
        }
        if (value >= 0 && dialect == Dialect.BJDATA) {
            return value <= UINT16_MAX ? 'u' : value <= UINT32_MAX ? 'm' : 'M';
        }
        if (value == (byte) value) {
            return 'i';
        }
        return value == (short) value ? 'I' : value == (int) value ? 'l' : 'L';
    }

    @Override
    public void bigInteger(BigInteger value) {
        if (dialect == Dialect.BJDATA && value.signum() >= 0 && value.bitLength() <= Long.SIZE) {
            dialect.put(out, 'M', value.longValue());
        } else {
            String digits = value.toString();
            out.put('H');
            integer(digits.length());
            out.putUtf8(digits);
        }
    }

    /** UBJSON has no NaN and no infinity: they become null. */
    @Override
    public void real(double value) {
        if (dialect == Dialect.UBJSON && (Double.isNaN(value) || Double.isInfinite(value))) {
            nil();
        } else {
            dialect.put(out, 'D', Double.doubleToLongBits(value));
        }
    }

    @Override
    public void text(String value) {
        out.put('S');
        string(value);
    }

    @Override
    public void binary(byte[] value) {
        out.put('[').put('$').put(dialect.binaryType()).put('#');
        integer(value.length);
        out.put(value, 0, value.length);
    }

    @Override
    public void startList() {
        out.put('[');
    }

    @Override
    public void endList() {
        out.put(']');
    }

    @Override
    public void startDict() {
        out.put('{');
    }

    @Override
    public void key(String name) {
        string(name);
    }

    @Override
    public void endDict() {
        out.put('}');
    }

    private void string(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) >= 0x80) {
                byte[] octets = utf8(text);
                integer(octets.length);
                out.put(octets, 0, octets.length);
                return;
            }
        }
        integer(length);
        out.reserve(length);
        byte[] array = out.array();
        int at = out.end();
        for (int i = 0; i < length; i++) {
            array[at + i] = (byte) text.charAt(i);
        }
        out.advance(length);
    }

    /** Half of a surrogate pair has no UTF-8, and becomes U+FFFD. */
    private static byte[] utf8(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                .forEach(whole::appendCodePoint);
        return whole.toString().getBytes(StandardCharsets.UTF_8);
    }
}
