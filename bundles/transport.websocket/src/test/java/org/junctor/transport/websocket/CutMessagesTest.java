package org.junctor.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages whose end never comes: what they hold is counted, and free again when their connection is gone. */
final class CutMessagesTest {
    private static final int CONNECTIONS = 12;

    private final EchoRouter router = new EchoRouter();
    private final Node node =
            Node.onPort(router, ",\"options\":{\"max_message_size\":4194304,\"compression\":{\"deflate\":{}}}");
    private final List<RawClient> clients = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (RawClient client : clients) {
            client.close();
        }
        node.close();
    }

    private RawClient client() throws Exception {
        RawClient client = RawClient.tcp(node);
        clients.add(client);
        client.open(
                "Sec-WebSocket-Protocol: wamp.2.json",
                "Sec-WebSocket-Extensions: permessage-deflate;client_no_context_takeover");
        return client;
    }

    private static byte[] frame(int firstOctet, int octets) {
        return RawClient.frame(firstOctet, "x".repeat(octets).getBytes(StandardCharsets.US_ASCII));
    }

    private void expectHeld(LongPredicate expected) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        long held;
        do {
            held = ((Number) node.listener.details().getOrDefault("long.messages.bytes", -1)).longValue();
            Thread.onSpinWait();
        } while (!expected.test(held) && System.nanoTime() < end);
        assertTrue(expected.test(held), held + " octets are held");
    }

    /** Has many send this and not go on, then cuts their connections. */
    private void cut(byte[]... parts) throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            RawClient client = client();
            for (byte[] part : parts) {
                client.send(part);
            }
        }
        expectHeld(held -> held > CONNECTIONS * 10_000L);

        for (RawClient client : clients) {
            client.close();
        }

        expectHeld(held -> held == 0);
        for (int i = 0; i < CONNECTIONS; i++) {
            assertTrue(router.closed.poll(5, TimeUnit.SECONDS) != null);
        }
        RawClient next = client();
        next.send(frame(0x80 | RawClient.TEXT, 2_000_000));
        assertEquals(RawClient.TEXT, next.hear().opCode());
    }

    @Test
    void longFrame() throws Exception {
        cut(Arrays.copyOf(frame(0x80 | RawClient.TEXT, 1_000_000), 500_000));
    }

    @Test
    void frameBelow64KiB() throws Exception {
        cut(Arrays.copyOf(frame(0x80 | RawClient.TEXT, 30_000), 20_000));
    }

    @Test
    void headerOfALongFrame() throws Exception {
        cut(Arrays.copyOf(frame(0x80 | RawClient.TEXT, 4_000_000), 15));
    }

    @Test
    void fragments() throws Exception {
        cut(frame(RawClient.TEXT, 300_000), frame(RawClient.CONTINUATION, 300_000));
    }

    @Test
    void fragmentWithinAnother() throws Exception {
        cut(frame(RawClient.TEXT, 300_000), Arrays.copyOf(frame(RawClient.CONTINUATION, 300_000), 200_000));
    }

    @Test
    void compressedFragment() throws Exception {
        cut(frame(0x40 | RawClient.TEXT, 300_000));
    }
}
