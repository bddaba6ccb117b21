package org.junctor.itests.protocol;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A WebSocket written by hand, for what no client can be made to send. */
final class RawWebSocket implements AutoCloseable {
    static final int CONTINUATION = 0x80;
    static final int TEXT = 0x81;
    static final int BINARY = 0x82;
    static final int CLOSE = 0x88;
    static final int PING = 0x89;
    static final int PONG = 0x8A;

    /** The bit of a frame's first octet that says that the message ends with it. */
    static final int FINAL = 0x80;

    private static final int LIMIT_MS = 15_000;
    private static final byte[] MASK = {1, 2, 3, 4};

    private final Socket socket;
    private final DataInputStream in;

    /** A frame of the router; {@code first} is its first octet. */
    record Frame(int first, ByteBuffer payload) {
        /** The payload as text. */
        String text() {
            return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
        }

        /** The code of a CLOSE frame; 0 for others, and for one without a code. */
        int closeCode() {
            return first == CLOSE && payload.remaining() > 1
                    ? payload.duplicate().getShort() & 0xFFFF
                    : 0;
        }
    }

    private RawWebSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** A connection to the server of {@code url}, on which nothing was sent yet. */
    static RawWebSocket connect(URI url) {
        return connect(url, 0);
    }

    /** The same with a receive buffer of so many octets; 0 for what the system has. */
    static RawWebSocket connect(URI url, int receiveBuffer) {
        try {
            Socket socket = new Socket();
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), LIMIT_MS);
            socket.setSoTimeout(LIMIT_MS);
            socket.setTcpNoDelay(true);
            return new RawWebSocket(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection whose opening handshake is done, with these header lines more; it speaks JSON if they name no subprotocol. */
    static RawWebSocket open(URI url, String... headers) {
        RawWebSocket opened = connect(url);
        opened.upgrade(url, headers);
        return opened;
    }

    /** Does the opening handshake; answers the head of the response. */
    String upgrade(URI url, String... headers) {
        boolean named = Arrays.stream(headers).anyMatch(header -> header.startsWith("Sec-WebSocket-Protocol"));
        String[] all = Arrays.copyOf(headers, headers.length + (named ? 0 : 1));
        if (!named) {
            all[headers.length] = "Sec-WebSocket-Protocol: wamp.2.json";
        }
        send(request(url, all).getBytes(StandardCharsets.ISO_8859_1));
        String head = head();
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new AssertionError("no upgrade: " + head);
        }
        return head;
    }

    /** The status of the answer to an opening handshake with exactly these header lines more. */
    static int status(URI url, String... headers) {
        try (RawWebSocket refused = connect(url)) {
            refused.send(request(url, headers).getBytes(StandardCharsets.ISO_8859_1));
            return Integer.parseInt(refused.head().substring(9, 12));
        }
    }

    private static String request(URI url, String... headers) {
        return "GET " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
                + String.join(
                        "", Arrays.stream(headers).map(line -> line + "\r\n").toList()) + "\r\n";
    }

    /** The head of a response, or what came of it before the end. */
    String head() {
        StringBuilder head = new StringBuilder();
        try {
            while (head.indexOf("\r\n\r\n") < 0) {
                int octet = in.read();
                if (octet < 0) {
                    break;
                }
                head.append((char) octet);
            }
        } catch (SocketException reset) {
            head.append("(reset)");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return head.toString();
    }

    /** Octets as a masked frame. */
    static byte[] frame(int first, byte[] payload) {
        byte[] header = header(first, payload.length);
        byte[] frame = Arrays.copyOf(header, header.length + payload.length);
        for (int i = 0; i < payload.length; i++) {
            frame[header.length + i] = (byte) (payload[i] ^ MASK[i & 3]);
        }
        return frame;
    }

    /** Text as a masked frame. */
    static byte[] frame(int first, String text) {
        return frame(first, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The header of a masked frame that claims to be so long. */
    static byte[] header(int first, long length) {
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) first);
        if (length >= 0 && length < 126) {
            header.put((byte) (0x80 | length));
        } else if (length > 0 && length <= 0xFFFF) {
            header.put((byte) 0xFE).putShort((short) length);
        } else {
            header.put((byte) 0xFF).putLong(length);
        }
        header.put(MASK);
        return Arrays.copyOf(header.array(), header.position());
    }

    /** Sends octets; fails if the connection is closed. */
    void send(byte[] octets) {
        if (!trySend(octets)) {
            throw new AssertionError("the router has closed the connection");
        }
    }

    /** Sends octets; false if the connection is closed. */
    boolean trySend(byte[] octets) {
        try {
            socket.getOutputStream().write(octets);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** Sends the same octets so many times from a thread of its own, until the connection is closed. */
    Thread flood(byte[] octets, int times) {
        Thread flood = new Thread(
                () -> {
                    for (int i = 0; i < times; i++) {
                        if (!trySend(octets)) {
                            return;
                        }
                    }
                },
                "flood");
        flood.setDaemon(true);
        flood.start();
        return flood;
    }

    /** The next frame. */
    Frame hear() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        return new Frame(first, ByteBuffer.wrap(in.readNBytes((int) length)));
    }

    /** Reads up to the CLOSE frame and answers its code; 0 if the connection ends without one. */
    int closeCode() {
        try {
            Frame frame = hear();
            while (frame.first() != CLOSE) {
                frame = hear();
            }
            return frame.closeCode();
        } catch (EOFException | SocketException end) {
            return 0;
        } catch (IOException e) {
            throw new AssertionError("the router left the connection open", e);
        }
    }

    /** Reads one octet; -1 if the connection is closed. */
    int read() throws IOException {
        try {
            return in.read();
        } catch (SocketException reset) {
            return -1;
        }
    }

    /** Reads until the connection is closed; fails if that does not happen. */
    void awaitEnd() {
        try {
            in.skipNBytes(Long.MAX_VALUE);
        } catch (EOFException end) {
            return;
        } catch (SocketException reset) {
            return;
        } catch (IOException e) {
            throw new AssertionError("the router left the connection open", e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
