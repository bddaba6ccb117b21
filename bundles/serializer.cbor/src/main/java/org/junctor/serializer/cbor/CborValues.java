package org.junctor.serializer.cbor;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Tokens;
import org.junctor.api.serializer.ValueReader;

/** Decodes whole values, token by token. */
final class CborValues extends ValueReader {
    private static final long POSITIVE_BIG_INTEGER = 2;
    private static final long NEGATIVE_BIG_INTEGER = 3;

    private final CborReader in;

    CborValues(CborReader in, int maxKeys) {
        super(maxKeys);
        this.in = in;
    }

    /** Recursion ends at the reader's depth limit. */
    @Override
    public void value(Tokens sink) throws ProtocolViolation {
        switch (in.major()) {
            case CborReader.UNSIGNED -> {
                long value = in.argument();
                if (value >= 0) {
                    sink.integer(value);
                } else {
                    integer(unsigned(value), sink);
                }
            }
            case CborReader.NEGATIVE -> {
                long value = in.argument();
                if (value >= 0) {
                    sink.integer(~value);
                } else {
                    integer(unsigned(value).not(), sink);
                }
            }
            case CborReader.BINARY -> sink.binary(in.binary());
            case CborReader.TEXT -> sink.text(in.text());
            case CborReader.LIST -> list(sink);
            case CborReader.DICT -> dict(sink);
            case CborReader.TAG -> tagged(sink);
            default -> simple(sink);
        }
    }

    private void list(Tokens sink) throws ProtocolViolation {
        sink.startList();
        for (long left = in.enter(); in.more(left); left = CborReader.less(left)) {
            value(sink);
        }
        sink.endList();
    }

    private void dict(Tokens sink) throws ProtocolViolation {
        sink.startDict();
        Set<String> keys = new HashSet<>();
        for (long left = in.enter(); in.more(left); left = CborReader.less(left)) {
            if (in.major() != CborReader.TEXT) {
                throw new ProtocolViolation("a dict has a key that is no string");
            }
            key(in.text(), keys, sink);
            value(sink);
        }
        sink.endDict();
    }

    private void tagged(Tokens sink) throws ProtocolViolation {
        long tag = in.enterTag();
        if (tag == POSITIVE_BIG_INTEGER || tag == NEGATIVE_BIG_INTEGER) {
            if (in.major() != CborReader.BINARY) {
                throw new ProtocolViolation("a big integer of CBOR is no binary value");
            }
            BigInteger value = new BigInteger(1, in.binary());
            integer(tag == NEGATIVE_BIG_INTEGER ? value.not() : value, sink);
        } else if (meansItsValue(tag)) {
            value(sink);
        } else {
            throw new ProtocolViolation(
                    "a value with tag " + Long.toUnsignedString(tag) + " of CBOR cannot be converted");
        }
        in.leaveTag();
    }

    /** Whether a value says without its tag what it says with it, to a reader who knows what to expect (IANA's list of tags). */
    private static boolean meansItsValue(long tag) {
        boolean time = tag == 0 || tag == 1 || tag == 100 || tag == 1004;
        boolean encoded = tag >= 21 && tag <= 24;
        boolean textOrOctets = tag >= 32 && tag <= 37;
        boolean arrayOfOctets = tag == 64 || tag == 68; // how encoders in JavaScript write a Uint8Array
        boolean set = tag == 258;
        boolean cborItself = tag == 55799;
        return time || encoded || textOrOctets || arrayOfOctets || set || cborItself;
    }

    private void simple(Tokens sink) throws ProtocolViolation {
        if (in.atFloat()) {
            sink.real(in.real());
            return;
        }
        int first = in.next();
        in.skip();
        switch (first) {
            case CborReader.FALSE -> sink.bool(false);
            case CborReader.TRUE -> sink.bool(true);
            case CborReader.NULL, CborReader.UNDEFINED -> sink.nil();
            default -> throw new ProtocolViolation("a simple value of CBOR's cannot be converted");
        }
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }
}
