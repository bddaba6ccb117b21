package org.junctor.transport.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.jspecify.annotations.Nullable;
import org.junctor.http.api.ReadSide;

/**
 * Jetty's WebSocket connection with a read side of our own. A message that is one plain frame, as nearly all are, goes to the channel
 * directly; fragments, compressed frames and control frames go through Jetty's session, which knows their rules. Reading a message
 * so costs half as much, and a long one a quarter.
 */
final class FrameConnection extends WebSocketConnection {
    /** Of the first octet of a frame: FIN, and the bits that extensions use. */
    private static final int WHOLE = 0xF0;

    private static final int FINAL = 0x80;

    private final WebSocketCoreSession core;
    private final WebSocketChannel channel;
    private final ByteBufferPool pool;
    private final FrameReader frames;
    private final ReadSide reads;
    private final AtomicLong octetsIn = new AtomicLong();
    private final Object lock = new Object();

    /** What was read; kept only while it has octets that may not be handed on yet. Belongs to the thread that reads. */
    private RetainableByteBuffer.@Nullable Mutable input;

    /** Whether a message has begun whose last fragment has not come. */
    private boolean fragments;

    /** Whether the channel wants more. */
    private volatile boolean wanted;

    /** Whether there is nobody left to want anything: all is read, and refused by Jetty, until the peer ends. */
    private volatile boolean ending;

    /** Whether somebody reads, or the socket is waited for; else {@link #demand} starts it. */
    private boolean active = true;

    private boolean reading;
    private boolean again;
    private boolean closed;
    private @Nullable Throwable closeCause;

    FrameConnection(
            EndPoint endPoint,
            Executor executor,
            Scheduler scheduler,
            ByteBufferPool pool,
            WebSocketCoreSession core,
            WebSocketChannel channel) {
        super(endPoint, executor, scheduler, pool, core);
        this.core = core;
        this.channel = channel;
        this.pool = pool;
        this.reads = ReadSide.of(endPoint);
        this.frames = new FrameReader(pool, channel, (int) core.getMaxFrameSize());
    }

    @Override
    public void onUpgradeTo(ByteBuffer early) {
        if (early.hasRemaining()) {
            RetainableByteBuffer.Mutable buffer =
                    pool.acquire(Math.max(early.remaining(), getInputBufferSize()), false);
            BufferUtil.append(buffer.getByteBuffer(), early);
            input = buffer;
        }
    }

    @Override
    public void onOpen() {
        super.onOpen();
        read();
    }

    @Override
    public void onFillable() {
        read();
    }

    @Override
    public void run() {
        read();
    }

    /** False, or Jetty would begin to read by itself after the opening. */
    @Override
    public boolean moreDemand() {
        return false;
    }

    @Override
    public void demand() {
        synchronized (lock) {
            wanted = true;
            if (active) {
                return;
            }
            active = true;
        }
        getExecutor().execute(this);
    }

    /** Nothing more is wanted until {@link #demand}. */
    void withdraw() {
        wanted = false;
    }

    @Override
    public void cancelDemand() {
        ending = true;
    }

    @Override
    public long getBytesIn() {
        return octetsIn.get();
    }

    private void read() {
        synchronized (lock) {
            if (reading) {
                again = true;
                return;
            }
            reading = true;
        }
        boolean waits;
        do {
            waits = readOn();
        } while (!left(waits));
        if (waits) {
            fillInterested();
        }
    }

    /** This thread stops to read, unless it was meant to go on meanwhile, which the answer false says. */
    private boolean left(boolean waits) {
        synchronized (lock) {
            if (!closed) {
                boolean stay = again && !waits;
                again = false;
                reading = stay;
                return !stay;
            }
        }
        free(); // reading stays true: nobody reads any more
        super.onClose(closeCause);
        return true;
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            closeCause = cause;
            if (reading) {
                return; // who reads passes it on
            }
            reading = true;
        }
        free();
        super.onClose(cause);
    }

    /** Reads until there is nothing left, which the answer true says, or nothing is wanted. */
    @SuppressWarnings("IllegalCatch") // whatever goes wrong ends this connection, or nobody would hear of its end
    private boolean readOn() {
        try {
            while (handOn()) {
                int filled = getEndPoint().isOpen() ? fill() : -1;
                if (filled <= 0) {
                    release();
                }
                if (filled < 0) {
                    core.onEof();
                    return false;
                }
                if (filled == 0) {
                    return true;
                }
                octetsIn.addAndGet(filled);
            }
            return false;
        } catch (Throwable e) {
            free();
            core.processConnectionError(e, Callback.NOOP);
            return false;
        }
    }

    private int fill() throws IOException {
        ByteBuffer room = frames.room(getInputBufferSize());
        if (room == null) {
            RetainableByteBuffer.Mutable buffer = input;
            if (buffer == null) {
                buffer = pool.acquire(getInputBufferSize(), false);
                input = buffer;
            }
            BufferUtil.clear(buffer.getByteBuffer());
            return getEndPoint().fill(buffer.getByteBuffer());
        }
        int filled = getEndPoint().fill(room);
        if (filled > 0 && frames.filled(filled)) {
            handOnOne();
        }
        return filled;
    }

    /** Hands on what has been read; false if that is more than is wanted now. */
    private boolean handOn() {
        while (wanted()) {
            RetainableByteBuffer.Mutable buffer = input;
            if (buffer == null || !frames.next(buffer.getByteBuffer())) {
                return true;
            }
            handOnOne();
        }
        return false;
    }

    private boolean wanted() {
        if (wanted || ending) {
            return true;
        }
        synchronized (lock) {
            if (!wanted && !ending) {
                active = false;
                RetainableByteBuffer.Mutable buffer = input;
                if (buffer != null && buffer.isEmpty()) {
                    release();
                }
                return false;
            }
        }
        return true;
    }

    private void handOnOne() {
        int first = frames.first();
        byte opCode = frames.opCode();
        boolean data = OpCode.isDataFrame(opCode);
        reads.took(1);
        try {
            if ((first & WHOLE) == FINAL
                    && (opCode == OpCode.TEXT || opCode == OpCode.BINARY)
                    && !fragments
                    && !ending) {
                channel.message(opCode, frames.octets(), frames.offset(), frames.length(), this);
                return;
            }
            fragments = data ? (first & FINAL) == 0 : fragments;
            withdraw();
            onFrame(new Plain(
                    frames.first(),
                    ByteBuffer.wrap(frames.octets(), frames.offset(), frames.length())
                            .slice()));
        } finally {
            frames.drop();
        }
    }

    private void release() {
        RetainableByteBuffer.Mutable buffer = input;
        if (buffer != null) {
            input = null;
            buffer.release();
        }
    }

    private void free() {
        frames.drop();
        release();
    }

    /** A frame that had a mask, as Jetty wants to see it, which was taken off before. */
    private static final class Plain extends Frame.Parsed {
        Plain(byte first, ByteBuffer payload) {
            super(first, new byte[Integer.BYTES], payload, null);
        }

        @Override
        public void demask() {
            // There is nothing left to do.
        }
    }
}
