package org.junctor.api.serializer;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds Java objects from tokens: lists, maps, strings, longs, doubles, booleans, byte arrays. */
public final class ValueBuilder implements Tokens {
    private final List<@Nullable Object> values = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();

    /** The finished values, in order. */
    public List<@Nullable Object> values() {
        return values;
    }

    @Override
    public void nil() {
        add(null);
    }

    @Override
    public void bool(boolean value) {
        add(value);
    }

    @Override
    public void integer(long value) {
        add(value);
    }

    @Override
    public void bigInteger(BigInteger value) {
        add(value);
    }

    @Override
    public void real(double value) {
        add(value);
    }

    @Override
    public void text(String value) {
        add(value);
    }

    @Override
    public void binary(byte[] value) {
        add(value.clone());
    }

    @Override
    public void startList() {
        List<@Nullable Object> list = new ArrayList<>();
        add(list);
        open.push(new Open(list, null));
    }

    @Override
    public void endList() {
        open.pop();
    }

    @Override
    public void startDict() {
        Map<String, @Nullable Object> dict = new LinkedHashMap<>();
        add(dict);
        open.push(new Open(null, dict));
    }

    @Override
    public void key(String name) {
        open.element().key = name;
    }

    @Override
    public void endDict() {
        open.pop();
    }

    private void add(@Nullable Object value) {
        Open inner = open.peek();
        if (inner == null) {
            values.add(value);
        } else if (inner.list != null) {
            inner.list.add(value);
        } else if (inner.dict != null) {
            inner.dict.put(inner.key, value);
        }
    }

    /** A list or dict that has not ended. */
    private static final class Open {
        final @Nullable List<@Nullable Object> list;
        final @Nullable Map<String, @Nullable Object> dict;
        String key = "";

        Open(@Nullable List<@Nullable Object> list, @Nullable Map<String, @Nullable Object> dict) {
            this.list = list;
            this.dict = dict;
        }
    }
}
