package org.junctor.transport.websocket;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A WebSocket client that can also do what no client may. */
final class RawClient implements AutoCloseable {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private final SocketChannel channel;
    private final DataInputStream in;

    /** A frame of the router. */
    record Heard(int opCode, boolean compressed, ByteBuffer payload) {
        /** The payload as text. */
        String text() {
            return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
        }

        /** Code and reason of a CLOSE frame. */
        String close() {
            ByteBuffer rest = payload.duplicate();
            return opCode == CLOSE
                    ? rest.getShort() + " " + StandardCharsets.UTF_8.decode(rest)
                    : "no CLOSE but opcode " + opCode;
        }
    }

    RawClient(SocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
        InputStream input = Channels.newInputStream(channel);
        in = new DataInputStream(new BufferedInputStream(input));
    }

    static RawClient tcp(Node node) throws Exception {
        return new RawClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()));
    }

    static RawClient unix(Path path) throws IOException {
        return new RawClient(UnixDomainSocketAddress.of(path));
    }

    /** Opens a WebSocket with JSON. */
    static RawClient json(Node node) throws Exception {
        RawClient client = tcp(node);
        client.open("Sec-WebSocket-Protocol: wamp.2.json");
        return client;
    }

    /** Sends an opening handshake and answers the head of the response. */
    String open(String... headers) throws IOException {
        return request("GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n") + "\r\n");
    }

    String request(String request) throws IOException {
        send(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readByte());
        }
        return head.toString();
    }

    /** The rest of the response, which must say how long it is. */
    String body(String head) throws IOException {
        String length = head.replaceFirst("(?s).*Content-Length: (\\d+).*", "$1");
        return new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
    }

    static byte[] frame(int firstOctet, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) firstOctet);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        byte[] mask = {1, 2, 3, 4};
        frame.put(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ mask[i & 3]));
        }
        byte[] octets = new byte[frame.flip().remaining()];
        frame.get(octets);
        return octets;
    }

    void send(byte[] octets) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(octets);
        while (rest.hasRemaining()) {
            channel.write(rest); // a stream would not write while another thread reads
        }
    }

    /** Sends a final frame. */
    void send(int opCode, String payload) throws IOException {
        send(frame(0x80 | opCode, payload.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a frame that more follow. */
    void sendPart(int opCode, String payload) throws IOException {
        send(frame(opCode, payload.getBytes(StandardCharsets.UTF_8)));
    }

    Heard hear() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        return new Heard(first & 0x0F, (first & 0x40) != 0, ByteBuffer.wrap(in.readNBytes((int) length)));
    }

    /** Whether the router has closed the connection. */
    boolean ended() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
