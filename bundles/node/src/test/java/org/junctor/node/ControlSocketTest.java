package org.junctor.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The socket that the command line talks to. */
@Timeout(30)
final class ControlSocketTest {
    @TempDir
    private Path directory = Path.of("");

    private static String talk(Path directory, String text) throws IOException {
        Path socket = directory.resolve(ControlSocket.NAME);
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ChannelStreams.out(channel).write(text.getBytes(StandardCharsets.UTF_8));
            channel.shutdownOutput();
            return new String(ChannelStreams.in(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private ControlSocket echo() throws IOException {
        return ControlSocket.open(directory, (request, in, out) -> {
            ControlSocket.answer(out, Map.of("asked", String.valueOf(request.get("command"))));
            in.transferTo(out);
        });
    }

    @Test
    void oneLineIsTheRequestAndTheRestIsTheCommands() throws IOException {
        try (ControlSocket socket = echo()) {
            assertEquals("{\"asked\":\"é\"}\nmore\n", talk(directory, "{\"command\":\"é\"}\nmore\n"), socket::toString);
        }
    }

    @Test
    void onlyItsOwnerMayTalk() throws IOException {
        try (ControlSocket socket = echo()) {
            Path file = directory.resolve(ControlSocket.NAME);

            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), socket::toString);
            try (Stream<Path> files = Files.list(directory)) {
                assertEquals(List.of(file), files.toList());
            }
        }
        assertFalse(Files.exists(directory.resolve(ControlSocket.NAME)));
    }

    @Test
    void whatAnEarlierNodeLeftIsReplaced() throws IOException {
        Path file = directory.resolve(ControlSocket.NAME);
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(file));
        }
        assertThrows(IOException.class, () -> talk(directory, "{}\n"));

        try (ControlSocket socket = echo()) {
            assertEquals("{\"asked\":\"null\"}\n", talk(directory, "{}\n"), socket::toString);
        }
    }

    @Test
    void whatIsNoRequestIsToldSo() throws IOException {
        try (ControlSocket socket = echo()) {
            String answer = talk(directory, "GET / HTTP/1.1\n");

            assertEquals(0, answer.indexOf("{\"error\":\"expected one line with a JSON object"), socket::toString);
            assertThrows(IOException.class, () -> talk(directory, "x".repeat(70_000)));
            assertEquals("{\"asked\":\"a\"}\n", talk(directory, "{\"command\":\"a\"}\n"));
        }
    }
}
