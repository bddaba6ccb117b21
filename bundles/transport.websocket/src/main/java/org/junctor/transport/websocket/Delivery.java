package org.junctor.transport.websocket;

import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.Receiver;

/** Calls the receiver of one connection: messages and the end come on different threads, but its calls are serial. */
final class Delivery {
    /** Whose turn it is. */
    private enum Turn {
        FREE,
        TAKEN,
        /** It ended while the turn was taken: who took it passes that on. */
        ENDING,
        ENDED
    }

    private Turn turn = Turn.TAKEN;
    private boolean stopped;
    private String end = "";
    private volatile @Nullable Receiver receiver;

    /** The receiver is there. It is called from now on. */
    void open(Receiver to) {
        receiver = to;
        giveBack();
    }

    /** Delivers a message; drops it if the connection is closing. */
    void receive(byte[] octets, int offset, int length) {
        Receiver to = receiver;
        if (to == null || !take()) {
            return;
        }
        try {
            to.receive(octets, offset, length);
        } finally {
            giveBack();
        }
    }

    /** Tells of a peer that broke the rules. */
    void violation(String text) {
        Receiver to = receiver;
        if (to == null || !take()) {
            return;
        }
        try {
            to.violation(text);
        } finally {
            giveBack();
        }
    }

    /** Nothing more is delivered but the end. */
    synchronized void stop() {
        stopped = true;
    }

    private synchronized boolean take() {
        if (turn != Turn.FREE || stopped) {
            return false;
        }
        turn = Turn.TAKEN;
        return true;
    }

    private void giveBack() {
        synchronized (this) {
            if (turn == Turn.TAKEN) {
                turn = Turn.FREE;
                return;
            }
            turn = Turn.ENDED;
        }
        tellEnd();
    }

    /** The connection is gone. */
    void end(String reason) {
        synchronized (this) {
            stopped = true;
            end = reason;
            if (turn != Turn.FREE) {
                turn = turn == Turn.TAKEN ? Turn.ENDING : turn;
                return;
            }
            turn = Turn.ENDED;
        }
        tellEnd();
    }

    private void tellEnd() {
        Receiver to = receiver;
        if (to != null) {
            to.closed(end);
        }
    }

    /** There is room for more to the peer. */
    void writable() {
        Receiver to = receiver;
        if (to != null) {
            to.writable();
        }
    }
}
