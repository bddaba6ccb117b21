package org.junctor.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The octets of one connection, both ways, without blocking: a socket as it is, or with TLS above it. */
interface Stream {
    /** What it lies on. */
    SocketChannel socket();

    /** Reads once; 0 if nothing is there yet, a negative number at the end. */
    int read(ByteBuffer target) throws IOException;

    /** Writes what can be written now; 0 if nothing can. */
    int write(ByteBuffer source) throws IOException;

    /** Whether there is more to read that the socket has given already, so that its selector will not tell. */
    boolean holdsMore();

    /** Writes what an earlier {@link #write} could not. */
    void flush() throws IOException;

    /**
     * Whether writing must wait for the socket, so that its selector is to be asked.
     *
     * @param waiting whether there is something to be written
     */
    boolean wantsWrite(boolean waiting);

    /** Nothing more is written; reading goes on. */
    void end() throws IOException;

    /** A socket as it is. */
    static Stream of(SocketChannel socket) {
        return new Stream() {
            @Override
            public SocketChannel socket() {
                return socket;
            }

            @Override
            public int read(ByteBuffer target) throws IOException {
                return socket.read(target);
            }

            @Override
            public int write(ByteBuffer source) throws IOException {
                return socket.write(source);
            }

            @Override
            public boolean holdsMore() {
                return false;
            }

            @Override
            public void flush() {
                // nothing is kept here
            }

            @Override
            public boolean wantsWrite(boolean waiting) {
                return waiting;
            }

            @Override
            public void end() throws IOException {
                socket.shutdownOutput();
            }
        };
    }
}
