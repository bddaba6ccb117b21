package org.junctor.client;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.transport.Channel;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.transport.Receiver;
import org.junctor.api.wire.Framing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to a router over a byte stream. Its state belongs to the thread of its {@link IoLoop}; other threads leave it tasks. */
final class SocketConnection implements Channel, Protocol.Sink {
    static final long HANDSHAKE_MS = 5_000;
    private static final long CLOSE_MS = 10_000;
    private static final long LINGER_MS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);

    private final SocketChannel socket;
    private final Stream stream;
    private final IoLoop loop;
    private final URI url;
    private final Protocol protocol;
    private final Receiver receiver;
    private final CompletableFuture<Channel> opened;
    private final Outgoing outgoing = new Outgoing();
    private final InputBuffer in = new InputBuffer();
    private final AtomicBoolean flushing = new AtomicBoolean();
    private @Nullable SelectionKey key;
    private boolean open;
    private boolean over;

    /** Whether nothing is added any more to what is to be written. */
    private boolean lingering;

    private volatile boolean paused;
    private volatile @Nullable String closing;

    /** A connection over {@code stream}, whose socket is not connected yet. */
    SocketConnection(
            Stream stream,
            IoLoop loop,
            URI url,
            Protocol protocol,
            Receiver receiver,
            CompletableFuture<Channel> opened) {
        this.socket = stream.socket();
        this.stream = stream;
        this.loop = loop;
        this.url = url;
        this.protocol = protocol;
        this.receiver = receiver;
        this.opened = opened;
    }

    /** Begins to connect; {@link #opened} tells how it went. */
    void connect(SocketAddress address) {
        loop.execute(() -> guarded(() -> {
            socket.configureBlocking(false);
            SelectionKey registered = socket.register(loop.selector(), 0, this);
            key = registered;
            if (socket.connect(address)) {
                connected();
            } else {
                IoLoop.interest(registered, SelectionKey.OP_CONNECT);
            }
        }));
        later(HANDSHAKE_MS, () -> {
            if (!open) {
                finish("no answer to the handshake within " + HANDSHAKE_MS + " ms");
            }
        });
    }

    private void connected() throws IOException {
        outgoing.add(ByteBuffer.wrap(protocol.request()));
        flush();
    }

    /** The selector has found it ready. */
    void ready(SelectionKey selected) {
        guarded(() -> {
            if (selected.isConnectable() && socket.finishConnect()) {
                connected();
            } else if (selected.isReadable()) {
                read();
            }
            if (selected.isValid() && selected.isWritable()) {
                flush();
            }
        });
    }

    private void read() throws IOException {
        int come = in.fill(stream);
        if (come < 0) {
            String text = closing;
            finish(text != null ? text : "the router closed the connection");
            return;
        }
        if (come == 0) { // TLS has taken it, and may have something to write now
            flush();
            return;
        }
        take();
        if (stream.holdsMore() && !paused) {
            loop.execute(() -> guarded(this::read));
        }
    }

    private void take() throws IOException {
        if (closing != null) {
            in.discard();
        } else if (open) {
            deliver();
        } else if (protocol.accepted(in)) {
            open = true;
            opened.complete(this);
            deliver();
        }
    }

    private void deliver() throws IOException {
        try {
            while (!paused && closing == null && !over && protocol.next(in, this)) {
                in.settle();
            }
        } catch (ProtocolViolation e) {
            close(CloseReason.PROTOCOL_ERROR, String.valueOf(e.getMessage()));
        }
        interest();
    }

    @Override
    public void message(byte[] octets, int offset, int length) {
        receiver.receive(octets, offset, length);
    }

    @Override
    public void reply(ByteBuffer frame) {
        outgoing.add(frame);
        requestFlush();
    }

    /** Its answer, if the protocol has one, is still to be written. */
    @Override
    public void closed(String reason) {
        if (closing == null) {
            closing = reason;
            linger(reason);
        } else {
            finish(reason);
        }
    }

    private void flush() throws IOException {
        flushing.set(false);
        if (over || !socket.isConnected()) {
            return;
        }
        stream.flush();
        if (outgoing.write(stream) && open) {
            receiver.writable();
        }
        if (lingering && outgoing.waiting() == 0 && socket.isOpen()) {
            stream.end(); // and read on: closing now would take back what the router has not read yet
        }
        interest();
    }

    private void interest() {
        SelectionKey registered = key;
        if (registered != null && !over) {
            int waiting = outgoing.waiting();
            boolean flooded =
                    open && closing == null && waiting > 2 * Outgoing.FULL; // by PINGs whose PONGs are not read
            int read = (paused && closing == null) || flooded ? 0 : SelectionKey.OP_READ;
            IoLoop.interest(registered, read | (stream.wantsWrite(waiting > 0) ? SelectionKey.OP_WRITE : 0));
        }
    }

    private void requestFlush() {
        if (flushing.compareAndSet(false, true)) {
            loop.execute(() -> guarded(this::flush));
        }
    }

    /** What a connection does on the loop's thread. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private void guarded(Work work) {
        if (over) {
            return;
        }
        try {
            work.run();
        } catch (IOException e) {
            finish(e.getMessage() == null ? e.toString() : e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("A connection of the client failed", e);
            finish(e.toString());
        }
    }

    private void later(long ms, Runnable work) {
        CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS, loop::execute)
                .execute(work);
    }

    /** Its loop has ended. */
    void broken(IOException cause) {
        finish(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }

    private void finish(String reason) {
        if (over) {
            return;
        }
        over = true;
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Closing a connection: {}", e.getMessage());
        }
        loop.leave();
        if (open) {
            receiver.closed(reason);
        } else {
            opened.completeExceptionally(new IOException(url + ": " + reason));
        }
    }

    @Override
    public boolean offer(ByteBuffer frame) {
        if (closing != null) {
            return true;
        }
        boolean taken = outgoing.offer(frame);
        requestFlush();
        return taken;
    }

    @Override
    public void pause() {
        paused = true;
        loop.execute(this::interest);
    }

    @Override
    public void resume() {
        paused = false;
        loop.execute(() -> guarded(() -> {
            deliver();
            if (stream.holdsMore() && !paused) {
                read();
            }
        }));
    }

    @Override
    public void close(CloseReason reason, String text) {
        if (closing != null) {
            return;
        }
        closing = text.isEmpty() ? "closed by the client" : text;
        loop.execute(() -> guarded(() -> {
            ByteBuffer farewell = open ? protocol.farewell(reason, text) : null;
            if (farewell != null) {
                outgoing.add(farewell);
            }
        }));
        linger(text);
    }

    /** Writes what waits, gives the router a moment to read it, and closes. */
    private void linger(String text) {
        loop.execute(() -> guarded(() -> {
            lingering = true;
            flush();
        }));
        later(LINGER_MS, () -> finishWritten(text));
        later(CLOSE_MS, () -> finish(text));
    }

    private void finishWritten(String text) {
        if (outgoing.waiting() == 0) {
            finish(text);
        }
    }

    @Override
    public Framing framing() {
        return protocol.framing();
    }

    @Override
    public int maxMessageBytes() {
        return protocol.maxMessageBytes();
    }
}
