package org.junctor.transport.websocket;

import java.nio.ByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/** Counts the control frames of one peer, and answers its pings. */
final class Controls {
    private static final int PONGS_WAITING = 64;

    /** Most pings and pongs of a peer from one tick to the next, which is a second at most. */
    private static final int MOST = 1000;

    private int heard;
    private int pongsWaiting;

    /** Another one came; true if they are too many. */
    synchronized boolean flood() {
        return ++heard > MOST;
    }

    /** Time goes on. */
    synchronized void tick() {
        heard = 0;
    }

    /** Sends a PING of so many octets. */
    void ping(int octets, CoreSession session) {
        session.sendFrame(new Frame(OpCode.PING, ByteBuffer.allocate(octets)), Callback.NOOP, false);
    }

    /** Sends a PONG, unless too many wait to be written already. */
    void answer(Frame ping, CoreSession session) {
        synchronized (this) {
            if (pongsWaiting == PONGS_WAITING) {
                return;
            }
            pongsWaiting++;
        }
        ByteBuffer payload = BufferUtil.copy(ping.getPayload());
        session.sendFrame(new Frame(OpCode.PONG, payload), Callback.from(this::written, Callback.NOOP), false);
    }

    private synchronized void written() {
        pongsWaiting--;
    }
}
