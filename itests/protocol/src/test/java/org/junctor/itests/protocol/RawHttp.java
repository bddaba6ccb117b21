package org.junctor.itests.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** HTTP written by hand, for what no client can be made to send. */
final class RawHttp {
    private static final int LIMIT_MS = 10_000;

    private RawHttp() {}

    /** The answer's head and what comes with it, to a GET with these additional headers. */
    static String get(URI server, String path, String... headers) {
        return send(server, "GET", path, headers);
    }

    /** The same for any method. */
    static String send(URI server, String method, String path, String... headers) {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        try (Socket socket = connect(server)) {
            write(socket, request.append("Connection: close\r\n\r\n").toString());
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer to a WebSocket upgrade with these additional header lines, until the server closes. */
    static String upgrade(URI url, String headers) {
        try (Socket socket = connect(url)) {
            write(socket, request(url, "Connection: Upgrade\r\n" + headers));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends octets on a WebSocket that speaks JSON, and answers the code of the close frame that follows, in hex. */
    static String frameAfterUpgrade(URI url, byte[] frame) {
        try (Socket socket = connect(url)) {
            write(socket, request(url, "Connection: Upgrade\r\nSec-WebSocket-Protocol: wamp.2.json\r\n"));
            String head = head(socket.getInputStream());
            if (!head.startsWith("HTTP/1.1 101")) {
                throw new AssertionError("no upgrade: " + head);
            }
            socket.getOutputStream().write(frame);
            socket.getOutputStream().flush();
            return closeCode(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket connect(URI url) throws IOException {
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(LIMIT_MS);
        return socket;
    }

    private static String request(URI url, String headers) {
        return "GET " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n" + headers + "\r\n";
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                break;
            }
            head.write(octet);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    /** Skips other frames, such as an ABORT. */
    private static String closeCode(InputStream in) throws IOException {
        while (true) {
            byte[] start = in.readNBytes(2);
            if (start.length < 2) {
                return "closed without a close frame";
            }
            int length = start[1] & 0x7f;
            if (length == 126) {
                byte[] longer = in.readNBytes(2);
                length = (longer[0] & 0xff) << 8 | (longer[1] & 0xff);
            }
            byte[] payload = in.readNBytes(length);
            if ((start[0] & 0x0f) == 8) {
                return HexFormat.of().formatHex(payload, 0, Math.min(2, payload.length));
            }
        }
    }
}
