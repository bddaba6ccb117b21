package org.junctor.core;

import org.jspecify.annotations.Nullable;
import org.junctor.api.serializer.Serializer;

/**
 * The place of a serializer, known by its name. Sessions keep the slot; which serializer is in it, if any, changes when its bundle
 * is updated.
 */
final class Slot {
    private final String name;
    private volatile @Nullable Serializer serializer;
    private volatile byte @Nullable [] farewell;
    private volatile int absence;

    Slot(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** The serializer that is there now, or null while there is none. */
    @Nullable
    Serializer serializer() {
        return serializer;
    }

    /** The GOODBYE for those who wait in vain for the serializer, encoded while it was there; null if it never was. */
    byte @Nullable [] farewell() {
        return farewell;
    }

    void fill(Serializer next, byte[] goodbye) {
        farewell = goodbye;
        serializer = next;
    }

    void empty() {
        absence = absence() + 1;
        serializer = null;
    }

    /** How often the serializer has gone. */
    int absence() {
        return absence;
    }

    @Override
    public String toString() {
        return name;
    }
}
