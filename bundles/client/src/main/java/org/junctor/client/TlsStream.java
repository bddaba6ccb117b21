package org.junctor.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/** TLS above a socket that does not block. The handshake happens as part of the first reads and writes. */
final class TlsStream implements Stream {
    private final SocketChannel socket;
    private final SSLEngine engine;
    private final ByteBuffer cipherIn;
    private final ByteBuffer cipherOut;
    private ByteBuffer plain;
    private boolean begun;

    /** Whether what came is not a whole record. */
    private boolean starved;

    /** A stream whose engine is a client's, and has not begun. */
    TlsStream(SocketChannel socket, SSLEngine engine) {
        this.socket = socket;
        this.engine = engine;
        this.cipherIn = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        this.cipherOut =
                ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).limit(0);
        this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                .limit(0);
    }

    @Override
    public SocketChannel socket() {
        return socket;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        while (!plain.hasRemaining()) {
            int come = unwrap();
            if (come <= 0) {
                return come;
            }
        }
        int length = Math.min(plain.remaining(), target.remaining());
        target.put(target.position(), plain, plain.position(), length);
        target.position(target.position() + length);
        plain.position(plain.position() + length);
        return length;
    }

    /** Decrypts one record; 0 if it is not all there yet, a negative number at the end. */
    private int unwrap() throws IOException {
        begin();
        cipherIn.flip();
        plain.clear();
        SSLEngineResult result;
        try {
            result = engine.unwrap(cipherIn, plain);
        } finally {
            cipherIn.compact();
            plain.flip();
        }
        return switch (result.getStatus()) {
            case CLOSED -> -1;
            case BUFFER_UNDERFLOW -> {
                int come = socket.read(cipherIn);
                starved = come <= 0;
                yield come;
            }
            case BUFFER_OVERFLOW -> {
                plain = ByteBuffer.allocate(2 * plain.capacity()).limit(0);
                yield 1;
            }
            case OK -> {
                // A handshake that waits for us to write goes on when that is written.
                yield handshake() || plain.hasRemaining() || result.bytesConsumed() > 0 ? 1 : 0;
            }
        };
    }

    @Override
    public boolean holdsMore() {
        return plain.hasRemaining() || (cipherIn.position() > 0 && !starved);
    }

    @Override
    public void flush() throws IOException {
        flushed();
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        begin();
        handshake();
        if (!flushed() || handshaking()) {
            return 0;
        }
        int before = source.remaining();
        while (source.hasRemaining() && wrap(source) && flushed()) {
            // one record after the other, as long as the socket takes them
        }
        return before - source.remaining();
    }

    private void begin() throws IOException {
        if (!begun) {
            begun = true;
            engine.beginHandshake();
        }
    }

    private boolean handshaking() {
        HandshakeStatus status = engine.getHandshakeStatus();
        return status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
    }

    /** Does what the handshake wants of this side; false if there was nothing to do. */
    private boolean handshake() throws IOException {
        boolean done = false;
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> {
                    if (!flushed() || !wrap(ByteBuffer.allocate(0))) {
                        return done;
                    }
                    flushed();
                }
                default -> {
                    return done;
                }
            }
            done = true;
        }
    }

    /** Encrypts one record; false if the engine is closed. Nothing of an earlier one may wait. */
    private boolean wrap(ByteBuffer source) throws IOException {
        cipherOut.clear();
        SSLEngineResult result = engine.wrap(source, cipherOut);
        cipherOut.flip();
        return result.getStatus() == SSLEngineResult.Status.OK || cipherOut.hasRemaining();
    }

    private boolean flushed() throws IOException {
        while (cipherOut.hasRemaining()) {
            if (socket.write(cipherOut) == 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean wantsWrite(boolean waiting) {
        return cipherOut.hasRemaining() || (waiting && !handshaking());
    }

    /** Says close_notify if the socket takes it at once: the end of the socket says the same. */
    @Override
    public void end() throws IOException {
        engine.closeOutbound();
        if (flushed() && wrap(ByteBuffer.allocate(0))) {
            flushed();
        }
        socket.shutdownOutput();
    }
}
