package org.junctor.api.message;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The encoding of application payload. Equal names promise that the octets of arguments may be exchanged: two serializers (say a
 * plain and a batched one) with the same format pass each other's payload on untouched. Interned: compare with {@code ==}.
 */
public final class Format {
    private static final ConcurrentMap<String, Format> FORMATS = new ConcurrentHashMap<>();

    private final String name;

    private Format(String name) {
        this.name = name;
    }

    /** The one format of this name. */
    public static Format of(String name) {
        return FORMATS.computeIfAbsent(name, Format::new);
    }

    /** Its name, such as {@code json}. */
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
