package org.junctor.client;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A router's end of a WebSocket, frame by frame (RFC 6455). */
final class WebSocketPeer implements AutoCloseable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocketChannel server;
    private @Nullable SocketChannel socket;
    private byte[] payload = new byte[0];

    /** A router on a TCP port. */
    WebSocketPeer() throws IOException {
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** A router on a Unix domain socket. */
    WebSocketPeer(Path path) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    URI url() throws IOException {
        SocketAddress address = server.getLocalAddress();
        return URI.create(
                address instanceof InetSocketAddress tcp
                        ? "ws://127.0.0.1:" + tcp.getPort() + "/ws"
                        : "ws+unix://" + address + ":/ws");
    }

    /** Takes the next connection, and agrees to its handshake; without a subprotocol if {@code ""}. */
    void accept(String subprotocol) throws IOException, NoSuchAlgorithmException {
        String key = request();
        byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
        answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n"
                + (subprotocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n") + "\r\n");
    }

    /** Takes the next connection, and refuses its handshake. */
    void refuse(int status) throws IOException {
        request();
        answer("HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n");
    }

    private String request() throws IOException {
        SocketChannel accepted = server.accept();
        socket = accepted;
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(Channels.newInputStream(accepted).read());
        }
        for (String line : head.toString(StandardCharsets.US_ASCII).split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
                return line.substring(line.indexOf(':') + 1).trim();
            }
        }
        throw new IOException("no key in " + head);
    }

    private void answer(String head) throws IOException {
        write(head.getBytes(StandardCharsets.US_ASCII));
    }

    private void write(byte[] octets) throws IOException {
        Channels.newOutputStream(socket()).write(octets);
    }

    private SocketChannel socket() {
        return Objects.requireNonNull(socket, "nobody has connected");
    }

    /** The header of a long frame, without the frame. */
    void sendHeader(int first, long length) throws IOException {
        write(ByteBuffer.allocate(10)
                .put((byte) first)
                .put((byte) 127)
                .putLong(length)
                .array());
    }

    void send(int first, byte[] data) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        DataOutputStream frame = new DataOutputStream(octets);
        frame.writeByte(first);
        if (data.length < 126) {
            frame.writeByte(data.length);
        } else if (data.length < 1 << 16) {
            frame.writeByte(126);
            frame.writeShort(data.length);
        } else {
            frame.writeByte(127);
            frame.writeLong(data.length);
        }
        frame.write(data);
        write(octets.toByteArray());
    }

    /** Reads a message, of which the client may have made several frames, and answers its first octet as if it were one. */
    int readFrame() throws IOException {
        DataInputStream in = new DataInputStream(Channels.newInputStream(socket()));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int opcode = 0;
        int first;
        do {
            first = in.readUnsignedByte();
            opcode |= first & 0x0F;
            int length = in.readUnsignedByte() & 0x7F;
            length = length == 126 ? in.readUnsignedShort() : length == 127 ? Math.toIntExact(in.readLong()) : length;
            byte[] mask = in.readNBytes(4);
            byte[] data = in.readNBytes(length);
            for (int i = 0; i < length; i++) {
                data[i] ^= mask[i & 3];
            }
            all.write(data);
        } while ((first & 0x80) == 0);
        payload = all.toByteArray();
        return 0x80 | opcode;
    }

    /** Of the message that was read last. */
    byte[] payload() {
        return payload;
    }

    int closeCode() {
        return (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (socket != null) {
            socket.close();
        }
    }
}
