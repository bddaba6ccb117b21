package org.junctor.transport.http;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that one connection has still to write: frames that a transport offered, and what Jetty writes itself (HTTP responses, pongs,
 * CLOSE), in one order. One thread writes at a time, outside the lock; others append meanwhile.
 */
final class OutBuffer {
    /** Above this many unwritten octets nothing more is taken from the transport. */
    static final int FULL_BYTES = 64 * 1024;

    /** At this many there is room again. */
    static final int ROOM_BYTES = 32 * 1024;

    /** Jetty's own writes up to this size are copied, so that they share a write with what is around them. */
    private static final int COPY_BYTES = 1024;

    private static final ByteBuffer[] NOTHING = {};

    private static final Logger LOG = LoggerFactory.getLogger(OutBuffer.class);

    private enum Phase {
        /** Nobody writes. */
        IDLE,
        /** A thread is about to write, or calls back after writing. */
        BUSY,
        /** A thread is in the socket's write, which has not completed yet. */
        WRITING,
        /** The write completed before that thread returned from it. */
        WRITTEN,
        /** The socket is full: the selector goes on when it can. */
        ARMED
    }

    private record Mark(long position, Callback callback) {}

    private final EndPoint socket;
    private final Traffic traffic;
    private final Chain chain;
    private final Armed armed = new Armed();
    private final ArrayDeque<Mark> marks = new ArrayDeque<>(0);
    private Phase phase = Phase.IDLE;
    private long appended;
    private long written;
    private int frames;
    private boolean queued;
    private boolean refused;
    private boolean sealed;
    private @Nullable Throwable failure;
    private volatile @Nullable Runnable writable;

    OutBuffer(EndPoint socket, ChunkPool pool, Traffic traffic) {
        this.socket = socket;
        this.traffic = traffic;
        this.chain = new Chain(pool);
    }

    void onWritable(Runnable listener) {
        writable = listener;
    }

    /**
     * Takes a frame, or refuses it because too much is waiting. Has itself flushed at the end of the pass that this thread is in, else
     * by {@code own}.
     */
    boolean offer(ByteBuffer frame, FlushPass own) {
        synchronized (this) {
            if (failure != null || sealed) {
                return true;
            }
            if (appended - written > FULL_BYTES) {
                refused = true;
                return false;
            }
            appended += frame.remaining();
            frames++;
            if (frame.isDirect()) {
                chain.reference(frame.duplicate());
            } else {
                chain.copy(frame);
            }
            if (queued || phase != Phase.IDLE) {
                return true;
            }
            queued = true;
        }
        FlushPass reading = FlushPass.current();
        (reading == null ? own : reading).request(this);
        return true;
    }

    /** Writes octets that are Jetty's until {@code callback} completes, which it does when they are written. */
    void write(Callback callback, ByteBuffer... buffers) {
        Throwable failed;
        boolean request = false;
        FlushPass reading = FlushPass.current();
        synchronized (this) {
            failed = failure;
            if (failed == null) {
                for (ByteBuffer buffer : buffers) {
                    append(buffer);
                }
                marks.add(new Mark(appended, callback));
                request = reading != null && !queued && phase == Phase.IDLE;
                queued |= request;
            }
        }
        if (failed != null) {
            callback.failed(failed);
        } else if (reading == null) {
            flush();
        } else if (request) {
            reading.request(this);
        }
    }

    private void append(ByteBuffer buffer) {
        int length = buffer.remaining();
        appended += length;
        if (length > COPY_BYTES) {
            chain.reference(buffer);
        } else if (length > 0) {
            chain.copy(buffer);
            buffer.position(buffer.limit());
        }
    }

    /** Drops what is offered from now on; what Jetty writes still goes out. */
    synchronized void seal() {
        sealed = true;
    }

    /** Writes what is there, unless another thread is at it, which then writes it all. */
    void flush() {
        synchronized (this) {
            queued = false;
            if (phase != Phase.IDLE) {
                return;
            }
            phase = Phase.BUSY;
        }
        drain();
    }

    /** Writes until nothing is left or the socket is full. This thread owns the phase {@link Phase#BUSY}. */
    private void drain() {
        while (true) {
            callBack();
            ByteBuffer[] batch;
            int carried;
            synchronized (this) {
                batch = failure == null ? chain.gather() : new ByteBuffer[0];
                if (batch.length == 0) {
                    if (failure == null && !due()) {
                        phase = Phase.IDLE;
                        return;
                    }
                    if (failure != null && marks.isEmpty()) {
                        chain.clear();
                        phase = Phase.IDLE;
                        return;
                    }
                    continue;
                }
                carried = frames;
                frames = 0;
                phase = Phase.WRITING;
                armed.batch = batch;
                armed.bytes = remaining(batch);
            }
            traffic.wrote(carried);
            socket.write(armed, batch);
            synchronized (this) {
                if (phase == Phase.WRITING) {
                    phase = Phase.ARMED;
                    return;
                }
                phase = Phase.BUSY;
            }
        }
    }

    private boolean due() {
        Mark first = marks.peek();
        return first != null && first.position() <= written;
    }

    /** Completes the callbacks of what is written, and says once that there is room, if somebody was refused. */
    private void callBack() {
        while (true) {
            Mark mark = null;
            Throwable failed;
            boolean room = false;
            synchronized (this) {
                failed = failure;
                if (failed != null || due()) {
                    mark = marks.poll();
                }
                if (mark == null) {
                    room = refused && failed == null && appended - written <= ROOM_BYTES;
                    refused &= !room;
                }
            }
            if (mark == null) {
                if (room) {
                    tellWritable();
                }
                return;
            }
            Callback callback = mark.callback();
            guarded(failed == null ? callback::succeeded : () -> callback.failed(failed));
        }
    }

    private void tellWritable() {
        Runnable listener = writable;
        if (listener != null) {
            guarded(listener);
        }
    }

    /** A bug of one connection must not keep the others of the selector from being flushed. */
    private void guarded(Runnable told) {
        try {
            told.run();
        } catch (RuntimeException bug) {
            LOG.error("The connection of {} is closed: whoever writes on it failed", socket, bug);
            socket.close(bug);
            fail(bug);
        }
    }

    /** The connection is gone: drops all, and fails what Jetty waits for. */
    void fail(@Nullable Throwable cause) {
        synchronized (this) {
            if (failure == null) {
                failure = cause == null ? new ClosedChannelException() : cause;
            }
            if (phase != Phase.IDLE) {
                return; // whoever writes cleans up when the socket lets go of the memory
            }
            phase = Phase.BUSY;
        }
        drain();
    }

    /** Takes back what Jetty writes: answers its callback, which is not called any more, or null if none was waiting. */
    @Nullable
    Callback cancel(Throwable cause) {
        Mark last;
        synchronized (this) {
            last = marks.pollLast();
            if (last == null) {
                return null;
            }
            failure = failure == null ? cause : failure;
        }
        boolean taken = socket.cancelWrite(cause) != null;
        synchronized (this) {
            if (taken && phase == Phase.WRITING) {
                phase = Phase.WRITTEN; // the thread that is about to return from the socket cleans up
                return last.callback();
            }
            if (!taken && phase != Phase.IDLE) {
                return last.callback(); // so does the one that is busy
            }
            phase = Phase.BUSY;
        }
        drain();
        return last.callback();
    }

    private static long remaining(ByteBuffer[] batch) {
        long bytes = 0;
        for (ByteBuffer buffer : batch) {
            bytes += buffer.remaining();
        }
        return bytes;
    }

    /** Completes a write of the socket: at once, or on the selector's thread when it was full. */
    private final class Armed implements Callback {
        private long bytes;
        /** The socket moves their positions on as it takes them. */
        private ByteBuffer[] batch = NOTHING;

        @Override
        public void succeeded() {
            synchronized (OutBuffer.this) {
                written += bytes;
                batch = NOTHING;
                chain.dropWritten();
                if (phase == Phase.WRITING) {
                    phase = Phase.WRITTEN;
                    return;
                }
                phase = Phase.BUSY;
            }
            drain();
        }

        @Override
        public void failed(Throwable cause) {
            boolean writing;
            synchronized (OutBuffer.this) {
                if (failure == null) {
                    failure = cause;
                }
                writing = phase == Phase.WRITING;
                phase = writing ? Phase.WRITTEN : Phase.BUSY;
            }
            socket.close(cause);
            if (!writing) {
                drain();
            }
        }

        @Override
        public InvocationType getInvocationType() {
            synchronized (OutBuffer.this) {
                for (Mark mark : marks) {
                    if (mark.callback().getInvocationType() != InvocationType.NON_BLOCKING) {
                        return InvocationType.BLOCKING;
                    }
                }
                return InvocationType.NON_BLOCKING;
            }
        }
    }

    /** Octets that the socket took, also of a write that is not complete. */
    synchronized long written() {
        boolean partly = phase == Phase.WRITING || phase == Phase.ARMED;
        return partly ? written + armed.bytes - remaining(armed.batch) : written;
    }

    /** Octets that wait to be written. */
    synchronized long waiting() {
        return appended - written;
    }
}
