package org.junctor.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What a connection has taken and not written yet: two buffers, one that grows while the other is written. */
final class Outgoing {
    static final int FULL = 64 << 10;
    private static final int FIRST = 2 << 10;

    private ByteBuffer gathering = ByteBuffer.allocate(FIRST);
    private ByteBuffer writing = ByteBuffer.allocate(FIRST).limit(0);
    private int waiting;
    private boolean refused;

    /** Takes a copy of the frame; false if too much waits already, and {@link #write} will then tell once that there is room. */
    synchronized boolean offer(ByteBuffer frame) {
        if (waiting > FULL) {
            refused = true;
            return false;
        }
        add(frame);
        return true;
    }

    /** Takes a copy of what the protocol itself must send, however much waits. */
    synchronized void add(ByteBuffer frame) {
        int length = frame.remaining();
        if (gathering.remaining() < length) {
            int capacity = Math.max(gathering.capacity() * 2, Math.addExact(gathering.position(), length));
            gathering = ByteBuffer.allocate(capacity).put(gathering.flip());
        }
        gathering.put(frame.duplicate());
        waiting += length;
    }

    /** How many octets wait. */
    synchronized int waiting() {
        return waiting;
    }

    /**
     * Writes what can be written now. For the one thread that writes.
     *
     * @return whether an offer was refused and there is room again
     */
    boolean write(Stream socket) throws IOException {
        while (next()) {
            int written = socket.write(writing);
            synchronized (this) {
                waiting -= written;
            }
            if (written == 0) {
                break;
            }
        }
        synchronized (this) {
            boolean room = refused && waiting <= FULL;
            refused &= !room;
            return room;
        }
    }

    /** Swaps the buffers when one is written; false if there is nothing to write. */
    private synchronized boolean next() {
        if (writing.hasRemaining()) {
            return true;
        }
        if (waiting == 0) {
            return false;
        }
        ByteBuffer written = writing;
        writing = gathering.flip();
        gathering = written.capacity() > 4 * FULL ? ByteBuffer.allocate(FIRST) : written.clear();
        return true;
    }
}
