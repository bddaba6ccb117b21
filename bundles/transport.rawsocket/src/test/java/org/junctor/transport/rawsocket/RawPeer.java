package org.junctor.transport.rawsocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.HexFormat;

/** A peer's socket, octet by octet. Reads block; the tests' time limits end what hangs. */
final class RawPeer implements AutoCloseable {
    final SocketChannel socket;

    RawPeer(SocketChannel socket) {
        this.socket = socket;
    }

    void send(int... octets) throws IOException {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        send(bytes);
    }

    void send(byte[]... parts) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(join(parts));
        while (all.hasRemaining()) {
            socket.write(all);
        }
    }

    /** A frame with a prefix of its own. */
    static byte[] frame(int first, byte[] payload) {
        int length = payload.length;
        byte[] prefix = {(byte) first, (byte) (length >> 16), (byte) (length >> 8), (byte) length};
        return join(prefix, payload);
    }

    static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    /** So many octets; fewer at the end of the stream. */
    byte[] read(int count) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(count);
        while (octets.hasRemaining()) {
            if (socket.read(octets) < 0) {
                break;
            }
        }
        return Arrays.copyOf(octets.array(), octets.position());
    }

    String readHex(int count) throws IOException {
        return HexFormat.of().formatHex(read(count));
    }

    /** The payload of the next frame, which must begin with this octet. */
    byte[] readFrame(int first) throws IOException {
        byte[] prefix = read(4);
        if (prefix.length < 4 || prefix[0] != first) {
            throw new IOException("no frame " + first + " but " + HexFormat.of().formatHex(prefix));
        }
        int length = (prefix[1] & 0xFF) << 16 | (prefix[2] & 0xFF) << 8 | (prefix[3] & 0xFF);
        return read(first == 8 ? 1 << 24 : length);
    }

    /** Whether the other end closes the connection now. */
    boolean closed() {
        try {
            return read(1).length == 0;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
