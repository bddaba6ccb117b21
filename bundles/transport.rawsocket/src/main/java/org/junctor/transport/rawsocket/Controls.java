package org.junctor.transport.rawsocket;

import java.util.concurrent.TimeUnit;

/** Counts the PINGs and PONGs of one peer. Belongs to the thread that reads. */
final class Controls {
    /** Most of them within a second. */
    static final int MOST = 1000;

    private int heard;
    private long since;

    /** Another one came; true if they are too many. */
    boolean flood() {
        long now = System.nanoTime();
        if (heard == 0 || now - since > TimeUnit.SECONDS.toNanos(1)) {
            heard = 0;
            since = now;
        }
        return ++heard > MOST;
    }
}
