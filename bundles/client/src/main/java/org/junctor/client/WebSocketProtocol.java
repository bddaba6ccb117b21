package org.junctor.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.wire.Framing;
import org.junctor.api.wire.SerializerType;

/** WebSocket (RFC 6455), the client's half. */
final class WebSocketProtocol implements Protocol {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int LONGEST = 16 << 20;
    private static final int LONGEST_HEAD = 16 << 10;
    private static final int LONGEST_CONTROL = 125;
    private static final int LONGEST_CLOSE_TEXT = 40; // characters, which are at most 120 octets in UTF-8
    private static final int NORMAL = 1000;
    private static final int GOING_AWAY = 1001;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int POLICY = 1008;
    private static final int TOO_LARGE = 1009;

    private final String host;
    private final String resource;
    private final SerializerType serializer;
    private final Framing framing;
    private final String key;

    /** What came of a message of several frames. */
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

    private boolean inMessage;
    private boolean closeSent;

    /**
     * A connection that is not open.
     *
     * @param host with the port, if it is not the scheme's own
     * @param resource path and query
     */
    WebSocketProtocol(String host, String resource, SerializerType serializer) {
        this.host = host;
        this.resource = resource;
        this.serializer = serializer;
        this.framing = new WebSocketFraming(serializer.text());
        byte[] nonce = new byte[16];
        new SecureRandom().nextBytes(nonce);
        this.key = Base64.getEncoder().encodeToString(nonce);
    }

    @Override
    public byte[] request() {
        return ("GET " + resource + " HTTP/1.1\r\nHost: " + host + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + key + "\r\nSec-WebSocket-Protocol: "
                        + serializer.subprotocol() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean accepted(InputBuffer in) throws IOException {
        int end = headEnd(in);
        if (end < 0) {
            if (in.available() > LONGEST_HEAD) {
                throw new IOException("the answer to the WebSocket handshake is too long");
            }
            return false;
        }
        int offset = in.use(end);
        check(new String(in.array(), offset, end, StandardCharsets.ISO_8859_1).split("\r\n"));
        return true;
    }

    /** How many octets the head of the answer has; negative if it is not all there. */
    private static int headEnd(InputBuffer in) {
        for (int i = 3; i < in.available(); i++) {
            if (in.peek(i) == '\n' && in.peek(i - 1) == '\r' && in.peek(i - 2) == '\n' && in.peek(i - 3) == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    private void check(String[] head) throws IOException {
        if (!head[0].startsWith("HTTP/1.1 101 ")) {
            throw new IOException("the answer to the WebSocket handshake is HTTP status "
                    + head[0].replaceFirst("^HTTP/1\\.[01] ", ""));
        }
        if (!expectedAccept().equals(header(head, "sec-websocket-accept"))) {
            throw new IOException("what answers there does not speak WebSocket");
        }
        if (!serializer.subprotocol().equals(header(head, "sec-websocket-protocol"))) {
            throw new IOException("the router does not speak " + serializer.subprotocol());
        }
    }

    private static String header(String[] head, String name) {
        for (String line : head) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).toLowerCase(Locale.ROOT).equals(name)) {
                return line.substring(colon + 1).trim();
            }
        }
        return "";
    }

    private String expectedAccept() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    @Override
    public boolean next(InputBuffer in, Sink sink) throws ProtocolViolation {
        int header = header(in);
        if (header < 0) {
            return false;
        }
        long length = length(in, header);
        if (in.available() - header < length) {
            return false;
        }
        int first = in.peek(0);
        in.use(header);
        frame(first, in.array(), in.use((int) length), (int) length, sink);
        return true;
    }

    /** How many octets the header of the next frame has; negative if it is not all there. */
    private static int header(InputBuffer in) throws ProtocolViolation {
        if (in.available() < 2) {
            return -1;
        }
        int length = in.peek(1);
        if ((in.peek(0) & 0x70) != 0 || length > WebSocketFraming.LENGTH_64) {
            throw new ProtocolViolation("the router sent a WebSocket frame with reserved bits or a mask");
        }
        int header = length == WebSocketFraming.LENGTH_64 ? 10 : length == WebSocketFraming.LENGTH_16 ? 4 : 2;
        return in.available() < header ? -1 : header;
    }

    private long length(InputBuffer in, int header) throws ProtocolViolation {
        long length = header == 2 ? in.peek(1) : 0;
        for (int i = 2; i < header; i++) {
            length = length << 8 | in.peek(i);
        }
        if (length < 0 || length + parts.size() > LONGEST) {
            throw new ProtocolViolation("the router sent a message of more than " + LONGEST + " octets");
        }
        return length;
    }

    private void frame(int first, byte[] octets, int offset, int length, Sink sink) throws ProtocolViolation {
        int opcode = first & 0x0F;
        boolean last = (first & WebSocketFraming.FIN) != 0;
        if (opcode < WebSocketFraming.CLOSE) {
            data(opcode, last, octets, offset, length, sink);
        } else if (!last || length > LONGEST_CONTROL) {
            throw new ProtocolViolation("the router sent a WebSocket control frame that is too long");
        } else if (opcode == WebSocketFraming.PING) {
            sink.reply(WebSocketFraming.control(WebSocketFraming.PONG, octets, offset, length));
        } else if (opcode == WebSocketFraming.CLOSE) {
            closed(Arrays.copyOfRange(octets, offset, offset + length), sink);
        } else if (opcode != WebSocketFraming.PONG) {
            throw new ProtocolViolation("the router sent a WebSocket frame of type " + opcode);
        }
    }

    private void data(int opcode, boolean last, byte[] octets, int offset, int length, Sink sink)
            throws ProtocolViolation {
        int expected = inMessage ? 0 : serializer.text() ? WebSocketFraming.TEXT : WebSocketFraming.BINARY;
        if (opcode != expected) {
            throw new ProtocolViolation(
                    "the router sent a WebSocket frame of type " + opcode + " instead of " + expected);
        }
        inMessage = !last;
        if (last && parts.size() == 0) {
            sink.message(octets, offset, length);
            return;
        }
        parts.write(octets, offset, length);
        if (last) {
            byte[] message = parts.toByteArray();
            parts.reset();
            sink.message(message, 0, message.length);
        }
    }

    private void closed(byte[] body, Sink sink) {
        String text = "";
        int code = NORMAL;
        if (body.length >= 2) {
            code = (body[0] & 0xFF) << 8 | (body[1] & 0xFF);
            text = " " + new String(body, 2, body.length - 2, StandardCharsets.UTF_8);
        }
        if (!closeSent) {
            closeSent = true;
            sink.reply(WebSocketFraming.control(WebSocketFraming.CLOSE, body, 0, Math.min(body.length, 2)));
        }
        sink.closed("the router closed the WebSocket: " + code + text);
    }

    @Override
    public ByteBuffer farewell(CloseReason reason, String text) {
        closeSent = true;
        int code = code(reason);
        String shown = text.length() > LONGEST_CLOSE_TEXT ? text.substring(0, LONGEST_CLOSE_TEXT) : text;
        byte[] words = shown.getBytes(StandardCharsets.UTF_8);
        ByteBuffer body =
                ByteBuffer.allocate(2 + words.length).putShort((short) code).put(words);
        return WebSocketFraming.control(WebSocketFraming.CLOSE, body.array(), 0, body.capacity());
    }

    private static int code(CloseReason reason) {
        return switch (reason) {
            case NORMAL, INTERNAL_ERROR -> NORMAL;
            case GOING_AWAY -> GOING_AWAY;
            case PROTOCOL_ERROR -> PROTOCOL_ERROR;
            case POLICY -> POLICY;
            case TOO_LARGE -> TOO_LARGE;
        };
    }

    @Override
    public Framing framing() {
        return framing;
    }

    /** The protocol does not say what the router takes: it closes the connection when a message is too long. */
    @Override
    public int maxMessageBytes() {
        return Integer.MAX_VALUE;
    }
}
