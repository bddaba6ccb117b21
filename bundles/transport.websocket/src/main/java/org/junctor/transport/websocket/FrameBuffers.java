package org.junctor.transport.websocket;

import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.exception.CloseException;
import org.junctor.http.api.MessageRoom;

/**
 * The buffers of one connection. Jetty makes room for a whole frame when its header is there, and keeps that if the rest never comes: so
 * what such buffers count for is given back when the connection is closed, whether they were released or not.
 */
final class FrameBuffers extends ByteBufferPool.Wrapper {
    private final MessageRoom room;
    private int counted;
    private boolean closed;

    /** Those of a connection of {@code pool}'s listener. */
    FrameBuffers(ByteBufferPool pool) {
        super(pool);
        this.room = MessageRoom.of(pool);
    }

    /** A buffer to read into if {@code direct}, and it is on the heap all the same; else one for a frame of {@code size} octets. */
    @Override
    public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
        if (direct) {
            return super.acquire(size, false);
        }
        count(size);
        return new Frame(super.acquire(size, false), size);
    }

    private synchronized void count(int size) {
        if (closed) {
            return;
        }
        if (!room.take(size, counted)) {
            throw new CloseException(
                    CloseStatus.TRY_AGAIN_LATER, "too many long messages are being received at the same time");
        }
        counted += size;
    }

    private synchronized void giveBack(int size) {
        if (!closed) {
            counted -= size;
            room.give(size);
        }
    }

    /** The connection is closed. A frame that has not come to its end is left to the garbage collector: Jetty may still write to it. */
    synchronized void close() {
        closed = true;
        room.give(counted);
        counted = 0;
    }

    private final class Frame extends RetainableByteBuffer.Wrapper {
        private final int size;

        Frame(RetainableByteBuffer buffer, int size) {
            super(buffer);
            this.size = size;
        }

        @Override
        public boolean release() {
            boolean last = super.release();
            if (last) {
                giveBack(size);
            }
            return last;
        }
    }
}
