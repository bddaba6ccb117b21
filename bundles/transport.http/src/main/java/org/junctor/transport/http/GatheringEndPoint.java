package org.junctor.transport.http;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.junctor.http.api.ReadSide;
import org.junctor.http.api.WriteSide;

/**
 * What stands between every connection and its socket: gathers what is written, and lets the thread of the selector itself read
 * connections that never block. HTTP connections read as Jetty has them, until they are upgraded.
 */
final class GatheringEndPoint implements EndPoint, EndPoint.Wrapper, WriteSide, ReadSide {
    /** How long a closed connection waits for what it was last sent to arrive. */
    static final long LINGER_MS = 1000;

    private static final long CLOSE_MS = 10_000;

    /** Most octets that are read from a connection before others have their turn. */
    private static final int READ_BYTES = 128 << 10;

    private static final int DISCARD_BYTES = 4096;
    private static final int DISCARDED_READS = 16;

    private final EndPoint socket;
    private final FlushPass pass;
    private final Engine engine;
    private final Traffic traffic;
    private final OutBuffer out;
    private final Reader reader = new Reader();
    private final AtomicBoolean lingering = new AtomicBoolean();
    private final boolean plain;
    private final @Nullable Pace pace;
    private volatile boolean inline;
    /** TLS handshakes take milliseconds: they are no work for the thread that routes. */
    private volatile boolean handshaking;

    private volatile @Nullable HeadDeadline heads;
    private boolean emptied;
    private int read;
    private volatile Scheduler.@Nullable Task deadline;

    /** An end point over {@code socket}, or TLS on it. {@code inline} if its connection does not block the thread that reads. */
    GatheringEndPoint(EndPoint socket, Engine engine, Traffic traffic, boolean inline) {
        this(socket, SelectedEndPoint.under(socket).pass(), engine, traffic, inline);
        if (socket instanceof SslConnection.SslEndPoint secured) {
            handshaking = true;
            secured.getSslConnection().addHandshakeListener(new SslHandshakeListener() {
                @Override
                public void handshakeSucceeded(Event event) {
                    handshaking = false;
                }
            });
        }
    }

    GatheringEndPoint(EndPoint socket, FlushPass pass, Engine engine, Traffic traffic, boolean inline) {
        this.socket = socket;
        this.pass = pass;
        this.engine = engine;
        this.traffic = traffic;
        this.out = new OutBuffer(socket, engine.chunks(), traffic);
        this.inline = inline;
        this.pace = traffic.pace();
        this.plain = !(socket instanceof EndPoint.Wrapper);
    }

    /** The write side of a stream inside this connection, such as a WebSocket over HTTP/2. */
    GatheringEndPoint over(EndPoint stream) {
        return new GatheringEndPoint(stream, pass, engine, traffic, false);
    }

    @Override
    public EndPoint unwrap() {
        return socket;
    }

    @Override
    public boolean offer(ByteBuffer frame) {
        return out.offer(frame, pass);
    }

    @Override
    public long written() {
        return out.written();
    }

    @Override
    public void onWritable(Runnable listener) {
        out.onWritable(listener);
    }

    @Override
    public void seal() {
        out.seal();
    }

    @Override
    public void closeWhenWritten() {
        out.seal();
        deadline = engine.scheduler()
                .schedule(
                        () -> close(new TimeoutException("the peer did not take what was sent")),
                        CLOSE_MS,
                        TimeUnit.MILLISECONDS);
        write(
                Callback.from(Invocable.InvocationType.NON_BLOCKING, () -> {
                    shutdownOutput();
                    close(null);
                }),
                BufferUtil.EMPTY_BUFFER);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        if (lingering.get()) {
            return -1;
        }
        if (resting()) {
            return isOpen() ? 0 : -1;
        }
        if (emptied) {
            // A read that left room emptied the socket: the selector reports what comes later, without another system
            // call now.
            emptied = false;
            read = 0;
            return 0;
        }
        int filled = socket.fill(buffer);
        read += filled;
        if (pace != null && filled > 0) {
            count(pace, 0, filled);
        }
        // TLS hands out one record at a time, and would not be called again for what it has decrypted.
        emptied = plain && filled > 0 && (BufferUtil.space(buffer) > 0 || read >= READ_BYTES);
        return filled;
    }

    private void count(Pace limit, int messages, int octets) {
        limit.took(messages, octets);
        String exceeded = limit.exceeded();
        if (exceeded != null && traffic.tooFast(exceeded, getRemoteSocketAddress())) {
            socket.close(new IOException("the peer sends too fast"));
        }
    }

    @Override
    public void took(int messages) {
        if (pace != null) {
            count(pace, messages, 0);
        }
    }

    @Override
    public boolean resting() {
        return pace != null && pace.waitNanos() > 0;
    }

    /** Has {@code interest} shown when the peer may send again. */
    private void later(Runnable interest) {
        long wait = pace == null ? 0 : pace.waitNanos();
        engine.scheduler().schedule(interest, wait, TimeUnit.NANOSECONDS);
    }

    @Override
    public void fillInterested(Callback callback) {
        emptied = false;
        read = 0;
        if (!lingering.get()) {
            reader.target = callback;
            if (resting()) {
                later(() -> socket.fillInterested(reader));
            } else {
                socket.fillInterested(reader);
            }
        }
    }

    @Override
    public boolean tryFillInterested(Callback callback) {
        emptied = false;
        if (lingering.get()) {
            return false;
        }
        Reader once = new Reader();
        once.target = callback;
        if (!resting()) {
            return socket.tryFillInterested(once);
        }
        later(() -> socket.tryFillInterested(once));
        return true;
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        return out.waiting() == 0 && socket.flush(buffers);
    }

    @Override
    public void write(Callback callback, ByteBuffer... buffers) {
        out.write(callback, buffers);
    }

    @Override
    public @Nullable Callback cancelWrite(Throwable cause) {
        return out.cancel(cause);
    }

    /** Has the heads of requests arrive in time until the connection is upgraded. */
    void expectHeads(HeadDeadline deadline) {
        heads = deadline;
    }

    @Override
    public void upgrade(Connection connection) {
        HeadDeadline old = heads;
        if (old != null) {
            old.end();
            heads = null;
        }
        inline = !(connection instanceof HTTP2Connection); // its handlers may block
        socket.upgrade(connection);
    }

    /**
     * Closes. If all was said ({@link #shutdownOutput}), what the peer still sends is read and dropped for a moment first: closing with
     * unread octets would reset the connection, and the peer might not see what it was sent last.
     */
    @Override
    public void close(@Nullable Throwable cause) {
        Scheduler.Task task = deadline;
        if (task != null) {
            task.cancel();
        }
        if (!socket.isOpen() || !socket.isOutputShutdown() || socket.isInputShutdown()) {
            socket.close(cause);
        } else if (lingering.compareAndSet(false, true)) {
            engine.scheduler().schedule(() -> socket.close(cause), LINGER_MS, TimeUnit.MILLISECONDS);
            socket.tryFillInterested(new Reader());
        }
        out.fail(cause);
    }

    private void discard() {
        ByteBuffer scratch = BufferUtil.allocate(DISCARD_BYTES);
        try {
            for (int i = 0; i < DISCARDED_READS; i++) {
                BufferUtil.clear(scratch);
                int filled = socket.fill(scratch);
                if (filled < 0) {
                    socket.close();
                    return;
                }
                if (filled == 0) {
                    break;
                }
            }
            socket.tryFillInterested(new Reader());
        } catch (IOException e) {
            socket.close(e);
        }
    }

    @Override
    public boolean isOpen() {
        return !lingering.get() && socket.isOpen();
    }

    @Override
    public void shutdownOutput() {
        socket.shutdownOutput();
    }

    @Override
    public boolean isOutputShutdown() {
        return socket.isOutputShutdown();
    }

    @Override
    public boolean isInputShutdown() {
        return lingering.get() || socket.isInputShutdown();
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return socket.getLocalSocketAddress();
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return socket.getRemoteSocketAddress();
    }

    @Override
    public long getCreatedTimeStamp() {
        return socket.getCreatedTimeStamp();
    }

    @Override
    public Object getTransport() {
        return socket.getTransport();
    }

    @Override
    public long getIdleTimeout() {
        return socket.getIdleTimeout();
    }

    @Override
    public void setIdleTimeout(long idleTimeout) {
        socket.setIdleTimeout(idleTimeout);
    }

    @Override
    public boolean isFillInterested() {
        return socket.isFillInterested();
    }

    @Override
    public Connection getConnection() {
        return socket.getConnection();
    }

    @Override
    public void setConnection(Connection connection) {
        socket.setConnection(connection);
    }

    @Override
    public void onOpen() {
        socket.onOpen();
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        socket.onClose(cause);
    }

    @Override
    public @Nullable SslSessionData getSslSessionData() {
        return socket.getSslSessionData();
    }

    @Override
    public boolean isSecure() {
        return socket.isSecure();
    }

    @Override
    public String toString() {
        return String.valueOf(socket);
    }

    /** Reads for the connection: on the selector's thread, as a part of its pass, if that is allowed. */
    private final class Reader implements Callback {
        private volatile Callback target = Callback.NOOP;

        @Override
        public void succeeded() {
            HeadDeadline deadline = heads;
            if (lingering.get()) {
                discard();
            } else if (inline && !handshaking) {
                pass.read(target);
            } else {
                target.succeeded();
                if (deadline != null) {
                    deadline.read();
                }
            }
        }

        @Override
        public void failed(Throwable cause) {
            target.failed(cause);
        }

        @Override
        public InvocationType getInvocationType() {
            if (handshaking) {
                return InvocationType.BLOCKING;
            }
            return inline || lingering.get() ? InvocationType.NON_BLOCKING : target.getInvocationType();
        }
    }
}
