package org.junctor.client;

import static org.junctor.client.Recorder.next;
import static org.junctor.client.SessionTest.assertSays;
import static org.junctor.client.SessionTest.failure;
import static org.junctor.client.SessionTest.get;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junctor.api.transport.Channel;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.wire.Framing;
import org.junctor.api.wire.SerializerType;
import org.junctor.api.wire.WriteBuffer;
import org.junctor.serializer.json.JsonSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client's RawSocket against a router's socket that the test plays, octet by octet. */
@Timeout(30)
final class RawSocketTest {
    private static final SerializerType JSON = new JsonSerializer().type();
    private static final Executor POOL = ForkJoinPool.commonPool();

    private final SocketTransport transport = new SocketTransport(POOL, null);
    private final Recorder recorder = new Recorder();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final URI url;

    RawSocketTest() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        url = URI.create("tcp://127.0.0.1:" + ((InetSocketAddress) server.getLocalAddress()).getPort());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private static byte[] read(SocketChannel socket, int count) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(count);
        while (octets.hasRemaining()) {
            if (socket.read(octets) < 0) {
                throw new EOFException("end after " + octets.position() + " octets");
            }
        }
        return octets.array();
    }

    private static void write(SocketChannel socket, String hex, byte... payload) throws IOException {
        byte[] head = HexFormat.of().parseHex(hex);
        ByteBuffer octets = ByteBuffer.allocate(head.length + payload.length)
                .put(head)
                .put(payload)
                .flip();
        while (octets.hasRemaining()) {
            socket.write(octets);
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean say(Channel channel, byte[] message) {
        WriteBuffer frame = new WriteBuffer(message.length).put(message, 0, message.length);
        channel.framing().frame(frame);
        return channel.offer(frame.view());
    }

    /** Both ends of a connection whose handshake is done; the router takes 2^(9+L) octets. */
    private record Ends(Channel channel, SocketChannel router) {}

    private Ends join(String answer) throws Exception {
        CompletionStage<Channel> opened = transport.connect(url, JSON, recorder);
        SocketChannel router = server.accept();
        assertEquals("7ff10000", HexFormat.of().formatHex(read(router, 4)));
        write(router, answer);
        return new Ends(get(opened), router);
    }

    private IOException refusal(String answer) throws Exception {
        CompletionStage<Channel> opened = transport.connect(url, JSON, recorder);
        try (SocketChannel router = server.accept()) {
            read(router, 4);
            write(router, answer);
            return failure(IOException.class, opened);
        }
    }

    @Test
    void handshakeTellsWhatTheRouterTakes() throws Exception {
        assertEquals(1 << 20, join("7fb10000").channel().maxMessageBytes());
        assertEquals(512, join("7f010000").channel().maxMessageBytes());
        assertEquals(1 << 24, join("7ff10000").channel().maxMessageBytes());
    }

    @Test
    void refusalsAreNamed() throws Exception {
        assertSays("no serializer json", refusal("7f100000"));
        assertSays("maximum length", refusal("7f200000"));
        assertSays("reserved bits", refusal("7f300000"));
        assertSays("as many connections", refusal("7f400000"));
        assertSays("serializer 2 instead of 1", refusal("7ff20000"));
        assertSays("does not speak RawSocket", refusal("48545450"));
        assertSays("does not speak RawSocket", refusal("7ff10001"));
        assertTrue(recorder.closed.isEmpty());
    }

    @Test
    void connectionThatEndsInTheHandshakeFails() throws Exception {
        CompletionStage<Channel> opened = transport.connect(url, JSON, recorder);
        server.accept().close();

        failure(IOException.class, opened);
    }

    @Test
    void wrongUrlsAreNamed() {
        assertSays(
                "tcp://host:port",
                failure(IOException.class, transport.connect(URI.create("tcp://x"), JSON, recorder)));
        assertSays(
                "tcp://host:port",
                failure(IOException.class, transport.connect(URI.create("tcp://x:70000"), JSON, recorder)));
        assertSays("unix:///", failure(IOException.class, transport.connect(URI.create("unix:x"), JSON, recorder)));
        assertSays(
                "no such host",
                failure(IOException.class, transport.connect(URI.create("tcp://nowhere.invalid:1"), JSON, recorder)));
    }

    @Test
    void messagesOfAllLengthsGoBothWays() throws Exception {
        Ends ends = join("7ff10000");
        for (int length : new int[] {0, 1, 16_380, 16_385, 70_000, 3_000_000}) {
            byte[] message = new byte[length];
            Arrays.fill(message, (byte) length);

            write(ends.router(), "%08x".formatted(length), message);
            say(ends.channel(), message);

            assertArrayEquals(message, next(recorder.messages));
            assertEquals("%08x".formatted(length), HexFormat.of().formatHex(read(ends.router(), 4)));
            assertArrayEquals(message, read(ends.router(), length));
        }
    }

    @Test
    void messageOfTwoToThe24UsesBitX() throws Exception {
        Ends ends = join("7ff10000");
        byte[] message = new byte[1 << 24];
        message[message.length - 1] = 9;
        Thread writer = new Thread(() -> {
            try {
                write(ends.router(), "08000000", message);
            } catch (IOException e) {
                recorder.closed.add(e.toString());
            }
        });
        writer.start();

        assertArrayEquals(message, next(recorder.messages));
        say(ends.channel(), message);

        assertEquals("08000000", HexFormat.of().formatHex(read(ends.router(), 4)));
        assertArrayEquals(message, read(ends.router(), 1 << 24));
    }

    @Test
    void messageOctetByOctetAndTwoAtOnce() throws Exception {
        Ends ends = join("7fb10000");
        for (byte octet : new byte[] {0, 0, 0, 2, '[', ']'}) {
            write(ends.router(), "", octet);
        }
        write(ends.router(), "000000015b000000015d");

        assertArrayEquals(text("[]"), next(recorder.messages));
        assertArrayEquals(text("["), next(recorder.messages));
        assertArrayEquals(text("]"), next(recorder.messages));
    }

    @Test
    void pingIsAnsweredAndPongIgnored() throws Exception {
        Ends ends = join("7fb10000");

        write(ends.router(), "02000001aa" + "01000002cafe" + "01000000");

        assertEquals("02000002cafe02000000", HexFormat.of().formatHex(read(ends.router(), 10)));
        assertTrue(recorder.messages.isEmpty());
    }

    @Test
    void reservedBitsCloseTheConnection() throws Exception {
        for (String frame : new String[] {"03000000", "10000000", "08000001"}) {
            write(join("7fb10000").router(), frame);

            assertTrue(next(recorder.closed).contains("reserved bits"));
        }
    }

    @Test
    void lostConnectionIsTold() throws Exception {
        Ends ends = join("7fb10000");

        ends.router().close();

        assertEquals("the router closed the connection", next(recorder.closed));
        assertTrue(say(ends.channel(), text("[]")), "what is offered afterwards is dropped");
    }

    @Test
    void pausedChannelDeliversNothingUntilItIsResumed() throws Exception {
        Ends ends = join("7fb10000");
        ends.channel().pause();
        write(ends.router(), "000000015b" + "000000015d");
        write(ends.router(), "01000000"); // would be answered if it were read
        assertNull(recorder.messages.poll(200, TimeUnit.MILLISECONDS));

        ends.channel().resume();

        assertArrayEquals(text("["), next(recorder.messages));
        assertArrayEquals(text("]"), next(recorder.messages));
        assertEquals("02000000", HexFormat.of().formatHex(read(ends.router(), 4)));
    }

    @Test
    void refusedOfferIsFollowedByWritableOnce() throws Exception {
        Ends ends = join("7fb10000");
        byte[] message = new byte[60_000];
        int taken = 0;
        while (say(ends.channel(), message)) {
            taken++;
        }
        assertEquals(0, recorder.writable.get());

        read(ends.router(), taken * 60_004);

        write(ends.router(), "01000000");
        assertEquals("02000000", HexFormat.of().formatHex(read(ends.router(), 4)));
        assertEquals(1, recorder.writable.get());
    }

    @Test
    void whatWasTakenIsWrittenBeforeTheChannelCloses() throws Exception {
        Ends ends = join("7fb10000");
        say(ends.channel(), text("[]"));

        ends.channel().close(CloseReason.NORMAL, "enough");

        assertEquals("000000025b5d", HexFormat.of().formatHex(read(ends.router(), 6)));
        assertEquals(-1, ends.router().read(ByteBuffer.allocate(1)));
        ends.router().close();
        assertEquals("enough", next(recorder.closed));
        assertTrue(recorder.closed.isEmpty());
    }

    @Test
    void worksOverUnixDomainSockets(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("r.sock");
        try (ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            unix.bind(UnixDomainSocketAddress.of(path));
            CompletionStage<Channel> opened = transport.connect(URI.create("unix://" + path), JSON, recorder);
            SocketChannel router = unix.accept();
            read(router, 4);
            write(router, "7fb10000" + "000000015b");

            assertFalse(get(opened).framing().equals(Framing.NONE));
            assertArrayEquals(text("["), next(recorder.messages));
        }
    }

    @Test
    void threadEndsWithTheLastConnectionAndComesBack() throws Exception {
        for (int i = 0; i < 3; i++) {
            Ends ends = join("7fb10000");
            ends.router().close();
            next(recorder.closed);
        }
        Ends again = join("7fb10000");
        write(again.router(), "000000015b");
        assertArrayEquals(text("["), next(recorder.messages));
    }
}
