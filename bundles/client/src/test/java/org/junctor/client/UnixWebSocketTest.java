package org.junctor.client;

import static org.junctor.client.Recorder.next;
import static org.junctor.client.SessionTest.assertSays;
import static org.junctor.client.SessionTest.failure;
import static org.junctor.client.SessionTest.get;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import org.junctor.api.transport.Channel;
import org.junctor.api.wire.SerializerType;
import org.junctor.api.wire.WriteBuffer;
import org.junctor.serializer.json.JsonSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** WebSocket over a Unix domain socket, against a router that the test plays. */
@Timeout(30)
final class UnixWebSocketTest {
    private static final SerializerType JSON = new JsonSerializer().type();

    private final SocketTransport transport = new SocketTransport(ForkJoinPool.commonPool(), null);
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
        while (!channel.offer(frame.view())) { // what was sent before is still being written
            Thread.onSpinWait();
        }
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
    void refusalsNameTheAnswer() throws Exception {
        CompletionStage<Channel> refused = transport.connect(router.url(), JSON, recorder);
        router.refuse(404);
        assertSays("HTTP status 404", failure(IOException.class, refused));

        CompletionStage<Channel> other = transport.connect(router.url(), JSON, recorder);
        router.accept("wamp.2.cbor");
        assertSays("does not speak wamp.2.json", failure(IOException.class, other));

        URI nothing = URI.create("ws+unix:///no/such/socket:/ws");
        assertSays(
                "ws+unix:///no/such/socket:/ws",
                failure(IOException.class, transport.connect(nothing, JSON, recorder)));
    }
}
