package org.junctor.serializer.flatbuffers;

import java.math.BigInteger;
import org.junctor.api.serializer.Tokens;

/** Notes what one value of a payload is. */
final class PayloadShape implements Tokens {
    private int depth;
    private boolean list;
    private boolean dict;

    /** Whether it is a list. */
    boolean isList() {
        return list;
    }

    /** Whether it is a dict. */
    boolean isDict() {
        return dict;
    }

    @Override
    public void nil() {}

    @Override
    public void bool(boolean value) {}

    @Override
    public void integer(long value) {}

    @Override
    public void bigInteger(BigInteger value) {}

    @Override
    public void real(double value) {}

    @Override
    public void text(String value) {}

    @Override
    public void binary(byte[] value) {}

    @Override
    public void startList() {
        list |= depth == 0;
        depth++;
    }

    @Override
    public void endList() {
        depth--;
    }

    @Override
    public void startDict() {
        dict |= depth == 0;
        depth++;
    }

    @Override
    public void key(String name) {}

    @Override
    public void endDict() {
        depth--;
    }
}
