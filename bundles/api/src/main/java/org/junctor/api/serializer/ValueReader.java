package org.junctor.api.serializer;

import java.math.BigInteger;
import java.util.Set;
import org.junctor.api.message.ProtocolViolation;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decodes values for {@link Serializer#read} and for the options of a head. What every encoding must refuse is refused here: keys
 * that stand twice, and integers that other encodings do not have.
 */
@ConsumerType
public abstract class ValueReader {
    private int keys;

    /**
     * A reader of the values at a position.
     *
     * @param maxKeys how many keys it takes, those of nested dicts included
     */
    protected ValueReader(int maxKeys) {
        this.keys = maxKeys;
    }

    /**
     * Reads one value and gives it, with all that is in it, to {@code sink}.
     *
     * @throws ProtocolViolation if it cannot be converted; {@code sink} has then been given a part
     */
    public abstract void value(Tokens sink) throws ProtocolViolation;

    /**
     * Gives a key to {@code sink}.
     *
     * @param dict the keys that its dict had so far; this one is added
     */
    protected final void key(String key, Set<String> dict, Tokens sink) throws ProtocolViolation {
        if (--keys < 0) {
            throw new ProtocolViolation("too many keys in options or details");
        }
        if (!dict.add(key)) {
            throw new ProtocolViolation(shown(key) + " stands twice in a dict");
        }
        sink.key(key);
    }

    /** Gives an integer to {@code sink}: one of -2^63 to 2^64-1, which is what MessagePack has. */
    protected static void integer(BigInteger value, Tokens sink) throws ProtocolViolation {
        if (value.bitLength() < Long.SIZE) {
            sink.integer(value.longValue());
        } else if (value.signum() > 0 && value.bitLength() == Long.SIZE) {
            sink.bigInteger(value);
        } else {
            throw new ProtocolViolation("an integer below -2^63 or above 2^64-1 cannot be converted");
        }
    }

    /** A key for an error text, if it is fit for one. */
    private static String shown(String key) {
        return key.matches("[\\p{Graph}]{1,60}") ? "key '" + key + "'" : "a key";
    }
}
