package org.junctor.client;

import static org.junctor.client.Recorder.next;
import static org.junctor.client.SessionTest.assertSays;
import static org.junctor.client.SessionTest.failure;
import static org.junctor.client.SessionTest.get;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junctor.api.transport.Channel;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.wire.SerializerType;
import org.junctor.api.wire.WriteBuffer;
import org.junctor.serializer.json.JsonSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client's WebSocket against a router's socket that the test plays. */
@Timeout(30)
final class WebSocketTest {
    private static final SerializerType JSON = new JsonSerializer().type();
    private static final SerializerType BINARY = new SerializerType("x", "wamp.2.x", 2, "application/x", false);

    private final Executor pool = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    });
    private final SocketTransport transport = new SocketTransport(pool, null);
    private final Recorder recorder = new Recorder();
    private final WebSocketPeer router = new WebSocketPeer();

    WebSocketTest() throws IOException {}

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

    private static boolean say(Channel channel, byte[] message) {
        WriteBuffer frame = new WriteBuffer(message.length).put(message, 0, message.length);
        channel.framing().frame(frame);
        return channel.offer(frame.view());
    }

    @Test
    void textGoesBothWays() throws Exception {
        Channel channel = join(JSON);
        for (int length : new int[] {2, 200, 70_000}) {
            String message = "ü".repeat(length);

            router.send(0x81, text(message));
            say(channel, text(message));

            assertArrayEquals(text(message), next(recorder.messages));
            assertEquals(0x81, router.readFrame());
            assertArrayEquals(text(message), router.payload());
        }
    }

    @Test
    void binaryGoesBothWays() throws Exception {
        Channel channel = join(BINARY);
        byte[] message = {0, 1, -1};

        router.send(0x82, message);
        say(channel, message);

        assertArrayEquals(message, next(recorder.messages));
        assertEquals(0x82, router.readFrame());
        assertArrayEquals(message, router.payload());
    }

    @Test
    void fragmentsArePutTogether() throws Exception {
        join(JSON);

        router.send(0x01, text("[1"));
        router.send(0x00, text(",2"));
        router.send(0x80, text("]"));

        assertArrayEquals(text("[1,2]"), next(recorder.messages));
    }

    @Test
    void wrongKindOfMessageClosesTheConnection() throws Exception {
        join(JSON);

        router.send(0x82, text("[]"));

        assertEquals(0x88, router.readFrame());
        assertEquals(1002, router.closeCode());
        assertTrue(recorder.messages.isEmpty());
    }

    @Test
    void refusedHandshakesAreNamed() throws Exception {
        CompletionStage<Channel> notFound = transport.connect(router.url(), JSON, recorder);
        router.refuse(404);
        CompletionStage<Channel> other = transport.connect(router.url(), JSON, recorder);
        router.accept("");

        assertSays("HTTP status 404", failure(IOException.class, notFound));
        assertSays("does not speak wamp.2.json", failure(IOException.class, other));
        assertTrue(recorder.closed.isEmpty());
    }

    @Test
    void absentRouterIsNamed() throws Exception {
        URI url = router.url();
        router.close();

        assertSays(url.toString(), failure(IOException.class, transport.connect(url, JSON, recorder)));
    }

    @Test
    void closeOfTheRouterIsTold() throws Exception {
        join(JSON);

        router.send(0x88, new byte[] {3, (byte) 0xE9, 'b', 'y', 'e'});

        assertEquals("the router closed the WebSocket: 1001 bye", next(recorder.closed));
    }

    @Test
    void lostConnectionIsTold() throws Exception {
        join(JSON);

        router.close();

        next(recorder.closed);
    }

    @Test
    void whatWasTakenIsSentBeforeClose() throws Exception {
        Channel channel = join(JSON);
        for (int i = 0; i < 5; i++) {
            say(channel, text("[" + i + "]"));
        }

        channel.close(CloseReason.GOING_AWAY, "the program ends");

        for (int i = 0; i < 5; i++) {
            assertEquals(0x81, router.readFrame());
            assertArrayEquals(text("[" + i + "]"), router.payload());
        }
        assertEquals(0x88, router.readFrame());
        assertEquals(1001, router.closeCode());
        router.send(0x88, new byte[] {3, (byte) 0xE9});
        next(recorder.closed);
    }

    @Test
    void pausedChannelDeliversNothingUntilItIsResumed() throws Exception {
        Channel channel = join(JSON);
        channel.pause();
        for (int i = 0; i < 4; i++) {
            router.send(0x81, text("[" + i + "]"));
        }
        assertNull(recorder.messages.poll(200, TimeUnit.MILLISECONDS));

        channel.resume();

        for (int i = 0; i < 4; i++) {
            assertArrayEquals(text("[" + i + "]"), next(recorder.messages));
        }
    }

    @Test
    void refusedOfferIsFollowedByWritableOnce() throws Exception {
        Channel channel = join(JSON);
        byte[] message = text("x".repeat(60_000));
        int taken = 0;
        while (say(channel, message)) {
            taken++;
        }
        assertEquals(0, recorder.writable.get());

        for (int i = 0; i < taken; i++) {
            assertEquals(0x81, router.readFrame());
            assertArrayEquals(message, router.payload());
        }

        router.send(0x89, text("are you there"));
        assertEquals(0x8A, router.readFrame());
        assertEquals(1, recorder.writable.get());
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
}
