package org.junctor.transport.rawsocket;

import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.junctor.http.api.WriteSide;

/** An end point with a plain write side: one write at a time, the limit of 64 KiB. */
final class GatheredEndPoint extends SocketChannelEndPoint implements WriteSide {
    static final int FULL = 64 << 10;

    private final Deque<ByteBuffer> frames = new ArrayDeque<>();
    private volatile @Nullable Runnable writable;
    private long waiting;
    private long written;
    private boolean writing;
    private boolean refused;
    private boolean sealed;
    private boolean closing;

    GatheredEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    /** Octets that are not written yet. */
    synchronized long waiting() {
        return waiting;
    }

    @Override
    public synchronized long written() {
        return written;
    }

    @Override
    public boolean offer(ByteBuffer frame) {
        synchronized (this) {
            if (sealed) {
                return true;
            }
            if (waiting > FULL) {
                refused = true;
                return false;
            }
            ByteBuffer copy = ByteBuffer.allocate(frame.remaining())
                    .put(frame.duplicate())
                    .flip();
            frames.add(copy);
            waiting += copy.remaining();
        }
        write();
        return true;
    }

    @Override
    public void onWritable(Runnable listener) {
        writable = listener;
    }

    @Override
    public synchronized void seal() {
        sealed = true;
    }

    @Override
    public void closeWhenWritten() {
        synchronized (this) {
            sealed = true;
            closing = true;
        }
        write();
    }

    private void write() {
        ByteBuffer next;
        synchronized (this) {
            next = frames.peek();
            if (writing || (next == null && !closing)) {
                return;
            }
            writing = true;
        }
        if (next == null) {
            shutdownOutput();
            close();
        } else {
            write(Callback.from(this::sent, this::close), next);
        }
    }

    private void sent() {
        boolean room;
        synchronized (this) {
            int length = frames.remove().capacity();
            waiting -= length;
            written += length;
            writing = false;
            room = refused && waiting <= FULL;
            refused &= !room;
        }
        Runnable told = writable;
        if (room && told != null) {
            told.run();
        }
        write();
    }
}
