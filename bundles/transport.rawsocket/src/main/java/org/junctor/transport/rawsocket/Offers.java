package org.junctor.transport.rawsocket;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.junctor.http.api.WriteSide;

/**
 * One of the parties that write on a connection (the router, and the protocol's own PONGs): each hears of new room exactly once after
 * it was refused, though the write side tells both together.
 */
final class Offers {
    private final WriteSide side;
    private final Runnable writable;
    private final AtomicReference<State> state = new AtomicReference<>(State.CONTENT);

    private enum State {
        CONTENT,
        OFFERING,
        /** Room was announced during an offer: perhaps before it was refused, perhaps after. */
        TOLD,
        REFUSED
    }

    Offers(WriteSide side, Runnable writable) {
        this.side = side;
        this.writable = writable;
    }

    long written() {
        return side.written();
    }

    /** Offers a frame. Not called by two threads at once. */
    boolean offer(ByteBuffer frame) {
        while (true) {
            state.set(State.OFFERING);
            if (side.offer(frame)) {
                state.set(State.CONTENT);
                return true;
            }
            if (state.compareAndSet(State.OFFERING, State.REFUSED)) {
                return false;
            }
        }
    }

    /** The write side has room. */
    void room() {
        State before = state.getAndUpdate(now -> switch (now) {
            case REFUSED -> State.CONTENT;
            case OFFERING -> State.TOLD;
            case CONTENT, TOLD -> now;
        });
        if (before == State.REFUSED) {
            writable.run();
        }
    }
}
