package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Peers that vanish in the middle of a message: what it held is free again. */
@ExtendWith(RouterExtension.class)
final class CutMessagesTest {
    private static final int LENGTH = 900_000;
    private static final int PEERS = 40; // more than there would be room for if a cut message were never forgotten
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<AutoCloseable> cut = new ArrayList<>();

    @AfterEach
    void cutAll() throws Exception {
        for (AutoCloseable connection : cut) {
            connection.close();
        }
    }

    /** The most octets that a listener counts for messages that are not whole. */
    static long unfinished(Router router) {
        JsonNode status =
                Json.tree(router.node().run("status", "-o", "json").ok().output());
        return status.findValues("long.messages.bytes").stream()
                .mapToLong(JsonNode::asLong)
                .max()
                .orElseThrow(() -> new AssertionError("no long.messages.bytes in " + status));
    }

    /** Waits until messages that others have begun are forgotten. */
    static void awaitNoneUnfinished(Router router) {
        Waiting.until(LIMIT, () -> unfinished(router) == 0, () -> unfinished(router) + " octets are never given back");
    }

    private static byte[] half(byte[] whole) {
        return Arrays.copyOf(whole, whole.length / 2);
    }

    private void webSocket(URI url, byte[]... parts) {
        RawWebSocket socket = RawWebSocket.open(url, "Sec-WebSocket-Extensions: permessage-deflate");
        cut.add(socket);
        for (byte[] part : parts) {
            if (!socket.trySend(part)) {
                return; // no room for more than the router takes from all
            }
        }
    }

    private void rawSocket(Router router, byte[] part) {
        RawSocketPeer peer =
                router.keep(RawSocketPeer.connect(router.listeners().raw()));
        cut.add(peer::cut);
        peer.sendFrame(LENGTH, part);
    }

    private void body(Router router, byte[] part) throws IOException {
        URI url = LongPollPeer.opened(router.file().longPollUrl(), Wire.of(Wire.Transport.LONGPOLL, Codec.JSON));
        Socket socket = new Socket(url.getHost(), url.getPort());
        cut.add(socket);
        String head = "POST %s/send HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n".formatted(url.getPath(), LENGTH);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        try {
            socket.getOutputStream().write(part);
        } catch (SocketException noRoom) {
            socket.close();
        }
    }

    @Test
    void whatTheyHeldIsGivenBack(Router router) throws Exception {
        byte[] octets = new byte[LENGTH];
        Arrays.fill(octets, (byte) ' ');
        byte[] frame = RawWebSocket.frame(RawWebSocket.TEXT, octets);
        byte[] first = RawWebSocket.frame(0x01, half(octets));
        byte[] next = RawWebSocket.frame(0x00, half(octets));
        byte[] compressed = RawWebSocket.frame(0x41, new byte[Router.SMALL / 2]); // as far as anybody can tell
        for (int i = 0; i < PEERS; i++) {
            webSocket(router.listeners().web(), half(frame));
            webSocket(router.listeners().web(), first, half(next));
            webSocket(router.file().webUrl("/hostile"), compressed);
            rawSocket(router, half(octets));
            body(router, half(octets));
        }

        cutAll();

        awaitNoneUnfinished(router);
        Session.join(router.connect(Wire.WEBSOCKET), Router.OPEN).expectAlive();
        Session callee = router.join(Wire.RAWSOCKET);
        long registration = callee.register("org.junctor.test.cut");
        Session caller = router.join(Wire.WEBSOCKET);
        long call = caller.call("org.junctor.test.cut", "x".repeat(LENGTH));
        callee.serve(registration, 1);
        assertEquals(1, caller.answer(Type.RESULT, call).path(3).path(0).asInt());
    }
}
