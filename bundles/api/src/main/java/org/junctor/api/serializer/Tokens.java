package org.junctor.api.serializer;

import java.math.BigInteger;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes the values of a payload one token after the other. A serializer {@linkplain Serializer#writer writes} what it is given and
 * {@linkplain Serializer#read reads} payload into another one: that is how payload is converted, without a tree in between.
 * Between {@link #startDict()} and {@link #endDict()} each value is preceded by {@link #key}.
 */
@ConsumerType
public interface Tokens {
    /** A null. */
    void nil();

    /** A bool. */
    void bool(boolean value);

    /** An integer that fits 64 bits with a sign. */
    void integer(long value);

    /** An integer that does not fit {@link #integer(long)}: 2^63 to 2^64-1. */
    void bigInteger(BigInteger value);

    /** A number with a fraction or an exponent. */
    void real(double value);

    /** A string. */
    void text(String value);

    /** A binary value; the array is the caller's and must not be kept. */
    void binary(byte[] value);

    /** A list begins. */
    void startList();

    /** The innermost list ends. */
    void endList();

    /** A dict begins. */
    void startDict();

    /** The next value's key. */
    void key(String name);

    /** The innermost dict ends. */
    void endDict();
}
