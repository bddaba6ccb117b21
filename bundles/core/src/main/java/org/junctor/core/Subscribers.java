package org.junctor.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of one subscription, in chunks: joining and leaving copies one chunk and the list of chunks, not all. Changes want
 * the broker's lock; {@link #chunks()} may be read by anyone and never changes.
 */
final class Subscribers {
    private static final int CHUNK = 256;

    private volatile Subscriber[][] chunks = {};

    /** How many there are: every chunk but the last is full. */
    int size() {
        Subscriber[][] now = chunks;
        return now.length == 0 ? 0 : (now.length - 1) * CHUNK + now[now.length - 1].length;
    }

    /** Any of them; null if there are none. */
    @Nullable
    Subscriber first() {
        Subscriber[][] now = chunks;
        return now.length == 0 ? null : now[0][0];
    }

    /** All of them now. */
    Subscriber[][] chunks() {
        return chunks;
    }

    /** The ids of their sessions. */
    List<Long> sessions() {
        List<Long> sessions = new ArrayList<>();
        for (Subscriber[] chunk : chunks) {
            for (Subscriber subscriber : chunk) {
                sessions.add(subscriber.session.id());
            }
        }
        return sessions;
    }

    void add(Subscriber subscriber) {
        Subscriber[][] now = chunks;
        int last = now.length - 1;
        boolean room = last >= 0 && now[last].length < CHUNK;
        Subscriber[][] next = Arrays.copyOf(now, room ? now.length : now.length + 1);
        Subscriber[] grown = room ? Arrays.copyOf(now[last], now[last].length + 1) : new Subscriber[1];
        subscriber.chunk = next.length - 1;
        subscriber.index = grown.length - 1;
        grown[subscriber.index] = subscriber;
        next[subscriber.chunk] = grown;
        chunks = next;
    }

    /** Removes one that is there; the very last one takes its place. */
    void remove(Subscriber subscriber) {
        Subscriber[][] now = chunks;
        int last = now.length - 1;
        Subscriber[] shrunk = Arrays.copyOf(now[last], now[last].length - 1);
        Subscriber moved = now[last][shrunk.length];
        Subscriber[][] next = Arrays.copyOf(now, shrunk.length == 0 ? last : now.length);
        if (shrunk.length > 0) {
            next[last] = shrunk;
        }
        if (moved != subscriber) {
            Subscriber[] holed = subscriber.chunk == last ? shrunk : next[subscriber.chunk].clone();
            holed[subscriber.index] = moved;
            next[subscriber.chunk] = holed;
            moved.chunk = subscriber.chunk;
            moved.index = subscriber.index;
        }
        chunks = next;
    }
}
