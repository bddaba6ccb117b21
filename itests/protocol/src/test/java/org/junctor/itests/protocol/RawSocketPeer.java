package org.junctor.itests.protocol;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A peer over RawSocket, on TCP or a Unix domain socket, that can also send what the framing forbids. */
final class RawSocketPeer extends Peer {
    /** The opening octets of a client that takes up to 16 MiB and speaks JSON. */
    static final String JSON_16_MIB = "7ff10000";

    private static final int PONG = 2;

    private final ReadableByteChannel in;
    private final WritableByteChannel out;
    /** Held by whoever keeps this peer from reading. */
    private final Semaphore reading = new Semaphore(1);

    private volatile int most = Integer.MAX_VALUE;

    private RawSocketPeer(Wire wire, ReadableByteChannel in, WritableByteChannel out) {
        super(wire);
        this.in = in;
        this.out = out;
    }

    /** Opens a connection that speaks JSON. */
    static RawSocketPeer connect(SocketAddress address) {
        return connect(address, Wire.RAWSOCKET);
    }

    /** Opens a connection that speaks what {@code wire} says. */
    static RawSocketPeer connect(SocketAddress address, Wire wire) {
        return open(address, wire).shakeHands();
    }

    /** Opens a connection to a listener with this certificate. */
    static RawSocketPeer connect(InetSocketAddress address, Wire wire, Certificate certificate) {
        try {
            Socket socket =
                    certificate.trusting().getSocketFactory().createSocket(address.getAddress(), address.getPort());
            return new RawSocketPeer(
                            wire,
                            Channels.newChannel(socket.getInputStream()),
                            Channels.newChannel(socket.getOutputStream()))
                    .shakeHands();
        } catch (IOException e) {
            throw new UncheckedIOException("no connection to " + address, e);
        }
    }

    /** Connects and says nothing yet. */
    static RawSocketPeer open(SocketAddress address) {
        return open(address, Wire.RAWSOCKET);
    }

    private static RawSocketPeer open(SocketAddress address, Wire wire) {
        try {
            SocketChannel channel = address instanceof UnixDomainSocketAddress
                    ? SocketChannel.open(StandardProtocolFamily.UNIX)
                    : SocketChannel.open();
            channel.connect(address);
            return new RawSocketPeer(wire, channel, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("no connection to " + address, e);
        }
    }

    private RawSocketPeer shakeHands() {
        sendHex("7ff%x0000".formatted(wire().codec().rawSocketId()));
        String answer = readHex(4);
        if (!answer.matches("7f[0-9a-f]" + wire().codec().rawSocketId() + "0000")) {
            throw new AssertionError("the router refused the RawSocket handshake: " + answer);
        }
        startReading();
        return this;
    }

    /** Reads messages from now on, on a thread of its own. */
    void startReading() {
        Thread reader = new Thread(this::read, "rawsocket-reader");
        reader.setDaemon(true);
        reader.start();
    }

    /** Reads no further, but for one message that it waits for already. */
    void stall() {
        reading.acquireUninterruptibly();
    }

    /** Reads on. */
    void readOn() {
        reading.release();
    }

    /** Reads at most so many octets at a time from now on, ten times a second. */
    void readSlowly(int octets) {
        most = octets;
    }

    /** Sends octets as they are; false if the connection is closed. */
    boolean sendHex(String hex) {
        return write(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    /** Reads exactly {@code count} octets; an empty text if the connection ends before. */
    String readHex(int count) {
        try {
            return HexFormat.of().formatHex(readFully(count).array());
        } catch (EOFException e) {
            return "";
        } catch (IOException e) {
            return ""; // reset instead of closed: there is no answer either
        }
    }

    @Override
    boolean sendOctets(byte[] octets) {
        return sendFrame(octets.length, octets);
    }

    /** Sends a frame of type 0 whose length field says {@code claimed}; false if the connection is closed. */
    boolean sendFrame(int claimed, byte[] octets) {
        ByteBuffer frame = ByteBuffer.allocate(4 + octets.length)
                .putInt(claimed)
                .put(octets)
                .flip();
        return write(frame);
    }

    /** Sends a part of a frame; false if the connection is closed. */
    boolean sendPart(byte[] octets, int offset, int length) {
        return write(ByteBuffer.wrap(octets, offset, length));
    }

    @Override
    void cut() {
        try {
            in.close();
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized boolean write(ByteBuffer octets) {
        try {
            while (octets.hasRemaining()) {
                out.write(octets);
            }
            return true;
        } catch (IOException e) {
            return false; // the router has closed the connection
        }
    }

    private void read() {
        try {
            while (true) {
                int header = readFully(4).getInt();
                reading.acquireUninterruptibly();
                reading.release();
                byte[] payload = readFully(header & 0xffffff).array();
                int type = header >>> 24;
                if (type == 0) {
                    arrived(payload);
                } else if (type != PONG) {
                    throw new IOException("frame of type " + type);
                }
            }
        } catch (EOFException | ClosedChannelException e) {
            ended(0, "closed");
        } catch (IOException e) {
            ended(0, String.valueOf(e.getMessage()));
        }
    }

    private ByteBuffer readFully(int count) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(count);
        while (octets.hasRemaining()) {
            int piece = most;
            octets.limit((int) Math.min(count, (long) octets.position() + piece));
            if (in.read(octets) < 0) {
                throw new EOFException();
            }
            octets.limit(count);
            if (piece < Integer.MAX_VALUE) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
        return octets.flip();
    }
}
