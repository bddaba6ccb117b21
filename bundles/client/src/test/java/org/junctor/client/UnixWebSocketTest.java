package org.junctor.client;

import static org.junctor.client.Recorder.next;
import static org.junctor.client.SessionTest.assertSays;
import static org.junctor.client.SessionTest.failure;
import static org.junctor.client.SessionTest.get;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import org.junctor.api.transport.Channel;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.wire.SerializerType;
import org.junctor.api.wire.WriteBuffer;
import org.junctor.serializer.json.JsonSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client's own WebSocket, over a Unix domain socket, against a router that the test plays. */
@Timeout(30)
final class UnixWebSocketTest {
    private static final SerializerType JSON = new JsonSerializer().type();
    private static final SerializerType BINARY = new SerializerType("x", "wamp.2.x", 2, "application/x", false);

    private final SocketTransport transport = new SocketTransport(ForkJoinPool.commonPool());
    private final Recorder recorder = new Recorder();
    private WebSocketPeer router;

    @BeforeEach
    void listen(@TempDir Path folder) throws IOException {
        router = new WebSocketPeer(folder.resolve("ws.sock"));
    }

    @AfterEach
    void close() throws IOException {
        router.close();
    }

    private Channel join(SerializerType serializer) throws Exception {
        CompletionStage<Channel> opened = transport.connect(router.url(), serializer, recorder);
        router.accept(serializer.subprotocol());
        return get(opened);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void say(Channel channel, byte[] message) {
        WriteBuffer frame = new WriteBuffer(message.length).put(message, 0, message.length);
        channel.framing().frame(frame);
        assertTrue(channel.offer(frame.view()));
    }

    @Test
    void messagesOfEveryLengthGoBothWays() throws Exception {
        Channel channel = join(JSON);
        for (int length : new int[] {0, 2, 125, 126, 200, 65_535, 65_536, 300_000}) {
            byte[] message = text("x".repeat(length));

            router.send(0x81, message);
            say(channel, message);

            assertArrayEquals(message, next(recorder.messages));
            assertEquals(0x81, router.readFrame());
            assertArrayEquals(message, router.payload());
        }
    }

    @Test
    void binaryAndFragmentsAndPings() throws Exception {
        Channel channel = join(BINARY);

        router.send(0x02, new byte[] {0, 1});
        router.send(0x89, text("are you there"));
        router.send(0x80, new byte[] {-1});

        assertArrayEquals(new byte[] {0, 1, -1}, next(recorder.messages));
        assertEquals(0x8A, router.readFrame());
        assertArrayEquals(text("are you there"), router.payload());
        say(channel, new byte[] {5});
        assertEquals(0x82, router.readFrame());
    }

    @Test
    void closeOfTheRouterIsAnswered() throws Exception {
        join(JSON);

        router.send(0x88, new byte[] {3, (byte) 0xEA, 'n', 'o'});

        assertEquals(0x88, router.readFrame());
        assertEquals(1002, router.closeCode());
        router.close();
        assertEquals("the router closed the WebSocket: 1002 no", next(recorder.closed));
    }

    @Test
    void closeOfTheClientNamesItsReason() throws Exception {
        Channel channel = join(JSON);

        channel.close(CloseReason.TOO_LARGE, "a message was too long");

        assertEquals(0x88, router.readFrame());
        assertEquals(1009, router.closeCode());
        router.close();
        assertEquals("a message was too long", next(recorder.closed));
    }

    @Test
    void whatBreaksTheProtocolEndsTheConnection() throws Exception {
        for (int first : new int[] {0x82, 0x80, 0xC1, 0x8B, 0x09}) {
            join(JSON);

            router.send(first, new byte[] {1});

            assertSays("the router sent", new IOException(next(recorder.closed)));
        }
    }

    @Test
    void longMessagesAreRefusedFromTheirHeader() throws Exception {
        join(JSON);

        router.sendHeader(0x81, 1L << 40);

        assertSays("more than 16777216 octets", new IOException(next(recorder.closed)));
    }

    @Test
    void refusalsNameTheAnswer() throws Exception {
        CompletionStage<Channel> refused = transport.connect(router.url(), JSON, recorder);
        router.refuse(404);
        assertSays("HTTP/1.1 404", failure(IOException.class, refused));

        CompletionStage<Channel> other = transport.connect(router.url(), JSON, recorder);
        router.accept("wamp.2.cbor");
        assertSays("does not speak wamp.2.json", failure(IOException.class, other));

        URI nothing = URI.create("ws+unix:///no/such/socket:/ws");
        assertSays(
                "ws+unix:///no/such/socket:/ws",
                failure(IOException.class, transport.connect(nothing, JSON, recorder)));
    }
}
