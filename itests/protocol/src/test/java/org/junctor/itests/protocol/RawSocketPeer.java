package org.junctor.itests.protocol;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A peer over RawSocket, on TCP or a Unix domain socket, that can also send what the framing forbids. */
final class RawSocketPeer extends Peer {
    /** The opening octets of a client that takes up to 16 MiB and speaks JSON. */
    static final String JSON_16_MIB = "7ff10000";

    private static final int PONG = 2;

    private final SocketChannel channel;

    private RawSocketPeer(SocketChannel channel) {
        this.channel = channel;
    }

    /** Opens a connection that speaks JSON. */
    static RawSocketPeer connect(SocketAddress address) {
        RawSocketPeer peer = open(address);
        peer.sendHex(JSON_16_MIB);
        String answer = peer.readHex(4);
        if (!answer.startsWith("7f") || answer.charAt(3) != '1') {
            throw new AssertionError("the router refused the RawSocket handshake: " + answer);
        }
        peer.startReading();
        return peer;
    }

    /** Connects and says nothing yet. */
    static RawSocketPeer open(SocketAddress address) {
        try {
            SocketChannel channel = address instanceof UnixDomainSocketAddress
                    ? SocketChannel.open(StandardProtocolFamily.UNIX)
                    : SocketChannel.open();
            channel.connect(address);
            return new RawSocketPeer(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("no connection to " + address, e);
        }
    }

    /** Reads messages from now on, on a thread of its own. */
    void startReading() {
        Thread reader = new Thread(this::read, "rawsocket-reader");
        reader.setDaemon(true);
        reader.start();
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

    @Override
    void cut() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized boolean write(ByteBuffer octets) {
        try {
            while (octets.hasRemaining()) {
                channel.write(octets);
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
                byte[] payload = readFully(header & 0xffffff).array();
                int type = header >>> 24;
                if (type == 0) {
                    arrived(new String(payload, StandardCharsets.UTF_8));
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
            if (channel.read(octets) < 0) {
                throw new EOFException();
            }
        }
        return octets.flip();
    }
}
