package org.junctor.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junctor.api.operation.PartFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ListenAddressTest {
    private final Listeners on = new Listeners();

    @AfterEach
    void stop() {
        on.close();
    }

    @Test
    void anAddressInUseFailsWithPortAndRemedy() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            PartFailure failure = Listeners.failure(on.serving(
                    Map.of("endpoint", "{\"type\":\"tcp\",\"port\":" + port + ",\"interface\":\"127.0.0.1\"}")));

            assertEquals(PartFailure.Cause.ADDRESS, failure.kind());
            assertEquals(
                    "transport t1 cannot listen on 127.0.0.1:" + port
                            + " (Address already in use): stop what listens there, or change endpoint.port or endpoint.interface",
                    failure.getMessage());
        }
    }

    @Test
    void wrongEndpointsAreToldAtOnce() {
        assertEquals(
                "transport t1: endpoint.port is 70000: use a number from 0 to 65535",
                Listeners.failure(on.serving(Map.of("endpoint", "{\"type\":\"tcp\",\"port\":70000}")))
                        .getMessage());
        assertEquals(
                "transport t1: endpoint.tls.key is missing: name a file in PEM format",
                Listeners.failure(on.serving(Map.of("endpoint", "{\"type\":\"tcp\",\"port\":0,\"tls\":{}}")))
                        .getMessage());
        assertEquals(
                "transport t1: endpoint.type is pipe: use tcp or unix",
                Listeners.failure(on.serving(Map.of("endpoint", "{\"type\":\"pipe\"}")))
                        .getMessage());
        assertEquals(
                "transport t1, path / has no paths: name at least one, such as \"/\"",
                Listeners.failure(on.serving(Map.of("paths", 5))).getMessage());
    }

    @Test
    void aUnixSocketServesHttpAndItsFileGoesWithIt(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("s");
        HttpListener listener = on.serving(Listeners.unix(path));
        assertEquals("transport t1 started on unix:" + path, Listeners.line(listener));

        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            channel.write(ByteBuffer.wrap(
                    "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answer.endsWith("root t1 '/'"), answer);
        }
        listener.stop();

        assertFalse(Files.exists(path));
    }

    @Test
    void aStaleSocketFileIsReplaced(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("s");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertTrue(Files.exists(path));

        assertEquals("transport t1 started on unix:" + path, Listeners.line(on.serving(Listeners.unix(path))));
    }

    @Test
    void aSocketPathThatCannotBeUsedIsLeftAlone(@TempDir Path folder) throws Exception {
        Path used = folder.resolve("used");
        Path file = Files.writeString(folder.resolve("file"), "precious");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(used));

            PartFailure inUse = Listeners.failure(on.serving(Listeners.unix(used)));
            assertEquals(PartFailure.Cause.ADDRESS, inUse.kind());
            assertTrue(Listeners.text(inUse).contains("is in use by another program"), Listeners.text(inUse));
        }
        assertTrue(Listeners.text(Listeners.failure(on.serving(Listeners.unix(file))))
                .contains("exists and is not a socket"));
        assertEquals("precious", Files.readString(file));
        assertTrue(Listeners.text(Listeners.failure(on.serving(Listeners.unix(folder.resolve("none/s")))))
                .contains("is in a folder that does not exist"));
        assertTrue(Listeners.text(Listeners.failure(on.serving(Listeners.unix(folder.resolve("x".repeat(107))))))
                .contains("a Unix socket's path may have 107"));
    }

    private static Map<String, Object> unix(Path path, String more) {
        return Map.of("endpoint", "{\"type\":\"unix\",\"path\":\"" + path + "\"" + more + "}");
    }

    @Test
    void aSocketsFileHasTheModeThatIsConfigured(@TempDir Path folder) throws Exception {
        Path usual = folder.resolve("usual");
        Path open = folder.resolve("open");
        Path yaml = folder.resolve("yaml");
        Listeners.line(on.serving(unix(usual, "")));
        Listeners.line(on.serving(unix(open, ",\"mode\":\"0666\"")));
        Listeners.line(on.serving(unix(yaml, ",\"mode\":600")));

        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(usual)));
        assertEquals("rw-rw-rw-", PosixFilePermissions.toString(Files.getPosixFilePermissions(open)));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(yaml)));
    }

    @Test
    void aModeOrGroupThatCannotBeIsRefused(@TempDir Path folder) {
        assertEquals(
                "transport t1: endpoint.mode is rw: use three octal digits, such as \"0660\"",
                Listeners.text(Listeners.failure(on.serving(unix(folder.resolve("a"), ",\"mode\":\"rw\"")))));
        PartFailure group = Listeners.failure(on.serving(unix(folder.resolve("b"), ",\"group\":\"no-such-group\"")));
        assertEquals(PartFailure.Cause.CONFIGURATION, group.kind());
        assertTrue(Listeners.text(group).contains("endpoint.group no-such-group"), Listeners.text(group));
        assertFalse(Files.exists(folder.resolve("b")));
    }

    @Test
    void aSymbolicLinkIsNotFollowed(@TempDir Path folder) throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere"));

        assertTrue(Listeners.text(Listeners.failure(on.serving(Listeners.unix(link))))
                .contains("is a symbolic link"));
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    void addressesOfIpv6AreUnderstood() throws Exception {
        String six = "{\"type\":\"tcp\",\"port\":0,\"interface\":\"[::1]\",\"version\":6}";

        assertTrue(Listeners.line(on.serving(Map.of("endpoint", six))).contains("http://[::1]:"));
        assertEquals(
                "transport t1: endpoint.version is 4, but endpoint.interface ::1 is an address of IPv6: change one of them",
                Listeners.text(Listeners.failure(on.serving(Map.of("endpoint", six.replace("6}", "4}"))))));
    }

    @Test
    void aSharedPortIsThereForSeveral() throws Exception {
        int port = Listeners.port(on.serving(Map.of("endpoint", shared(0))));

        assertEquals(port, Listeners.port(on.serving(Map.of("endpoint", shared(port)))));
    }

    private static String shared(int port) {
        return "{\"type\":\"tcp\",\"port\":" + port + ",\"interface\":\"127.0.0.1\",\"shared\":true}";
    }
}
