package org.junctor.transport.rawsocket;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Whose turn it is on the reading half of a connection: at most one thread works on it at a time, and what another thread changes
 * meanwhile (resume, close) is never missed.
 */
final class Turn {
    private final AtomicReference<State> state = new AtomicReference<>(State.WORKING);

    private enum State {
        /** A thread reads, delivers, or closes. */
        WORKING,
        /** The selector tells when there is something to read. */
        WAITING,
        /** Nobody reads until it is resumed or closed. */
        RESTING
    }

    /** The selector says that there is something to read. True if the caller is to work now. */
    boolean ready() {
        return state.compareAndSet(State.WAITING, State.WORKING);
    }

    /** What made it rest is over. True if the caller is to see to it that work goes on. */
    boolean resume() {
        return state.compareAndSet(State.RESTING, State.WORKING);
    }

    /** The connection is closed. True if the caller is to work now, on the end of it. */
    boolean end() {
        return ready() || resume();
    }

    /** The thread that works stops, until the selector has something. */
    void await() {
        state.set(State.WAITING);
    }

    /** The thread that works stops, until {@link #resume}. */
    void rest() {
        state.set(State.RESTING);
    }
}
