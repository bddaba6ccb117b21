package org.junctor.serializer.flatbuffers;

import java.math.BigInteger;
import org.junctor.api.serializer.Tokens;

/** Notes whether a payload is a list, or a list and a dict behind it. */
final class PayloadShape implements Tokens {
    private int depth;
    private int items;
    private boolean wrong;

    /** Whether there were so many items, each of the kind that its place asks for. */
    boolean fits(int expected) {
        return !wrong && items == expected && depth == 0;
    }

    private void plain() {
        wrong |= depth == 0;
    }

    @Override
    public void nil() {
        plain();
    }

    @Override
    public void bool(boolean value) {
        plain();
    }

    @Override
    public void integer(long value) {
        plain();
    }

    @Override
    public void bigInteger(BigInteger value) {
        plain();
    }

    @Override
    public void real(double value) {
        plain();
    }

    @Override
    public void text(String value) {
        plain();
    }

    @Override
    public void binary(byte[] value) {
        plain();
    }

    @Override
    public void startList() {
        begin(0);
    }

    @Override
    public void endList() {
        depth--;
    }

    @Override
    public void startDict() {
        begin(1);
    }

    @Override
    public void key(String name) {}

    @Override
    public void endDict() {
        depth--;
    }

    private void begin(int place) {
        if (depth == 0) {
            wrong |= items != place;
            items++;
        }
        depth++;
    }
}
