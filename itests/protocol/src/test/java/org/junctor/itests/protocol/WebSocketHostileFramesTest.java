package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Frames that break the rules of WebSocket, are too long, or too many. */
@ExtendWith(RouterExtension.class)
final class WebSocketHostileFramesTest {
    private static final int COMPRESSED = 0x40;
    private static final long MOST_CPU_MS = 1000;
    private static final int PARALLEL = 200;

    private static Bystander bystander;

    @BeforeAll
    static void begin(Router router) {
        bystander = Bystander.of(router, "W6 to W14, frames");
    }

    @AfterAll
    static void end() {
        bystander.close();
    }

    /** Opens a WebSocket, sends these octets, and expects this close code and then the end. */
    private static void closed(int code, URI url, byte[] octets, String... headers) {
        try (RawWebSocket socket = RawWebSocket.open(url, headers)) {
            socket.flood(octets, 1);
            assertEquals(code, socket.closeCode(), () -> describe(octets));
            socket.awaitEnd();
        }
    }

    private static String describe(byte[] octets) {
        return "octets: " + HexFormat.of().formatHex(octets, 0, Math.min(octets.length, 40));
    }

    private static byte[] join(byte[]... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(frames).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static byte[] close(int code) {
        return RawWebSocket.frame(RawWebSocket.CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
    }

    @Test
    void W06_framesThatMayNotBeAreClosedWith1002(Router router) {
        URI url = router.listeners().web();

        closed(1002, url, new byte[] {(byte) RawWebSocket.TEXT, 1, 'x'});
        for (int reserved : List.of(0xC1, 0xA1, 0x91, 0xF1, 0x83, 0x87, 0x8B, 0x8F, 0xC9, 0x09, 0x0A, 0x08)) {
            closed(1002, url, RawWebSocket.frame(reserved, "x"));
        }
        closed(1002, url, RawWebSocket.frame(RawWebSocket.PING, new byte[126]));
        closed(1002, url, RawWebSocket.frame(RawWebSocket.CONTINUATION, "x"));
        closed(1002, url, join(RawWebSocket.frame(0x01, "x"), RawWebSocket.frame(RawWebSocket.TEXT, "y")));
        closed(1002, url, RawWebSocket.frame(RawWebSocket.CLOSE, new byte[1]));
        for (int code : List.of(0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535)) {
            closed(1002, url, close(code));
        }
        closed(4999, url, close(4999));
    }

    @Test
    void W07_textThatIsNotUtf8IsClosedWith1007(Router router) {
        URI url = router.listeners().web();

        for (String bad : List.of("c080", "eda080", "f4908080", "ff", "61c3", "e282", "f09f98")) {
            byte[] octets = HexFormat.of().parseHex(bad);
            closed(1007, url, RawWebSocket.frame(RawWebSocket.TEXT, octets));
            closed(
                    1007,
                    url,
                    join(
                            RawWebSocket.frame(0x01, Arrays.copyOf(octets, 1)),
                            RawWebSocket.frame(0, new byte[0]),
                            RawWebSocket.frame(
                                    RawWebSocket.CONTINUATION, Arrays.copyOfRange(octets, 1, octets.length))));
        }
        closed(1007, url, RawWebSocket.frame(RawWebSocket.CLOSE, HexFormat.of().parseHex("03e8ff")));
    }

    @Test
    void W08_lengthIsRefusedBeforeThePayloadComes(Router router) {
        for (long claimed :
                new long[] {Long.MIN_VALUE, Long.MAX_VALUE, -1, 1L << 32, (1L << 32) + 5, 16 << 20, 1 + (1 << 20)}) {
            // Jetty looks at the length when the first octet behind the header comes.
            closed(1009, router.listeners().web(), join(RawWebSocket.header(RawWebSocket.TEXT, claimed), new byte[1]));
        }
        byte[] small = RawWebSocket.header(RawWebSocket.TEXT, Router.SMALL + 1);
        closed(1009, router.listeners().smallWeb(), join(small, new byte[1]));
    }

    @Test
    void W08_emptyFramesAreNoMessages(Router router) {
        closed(1002, router.listeners().web(), RawWebSocket.frame(RawWebSocket.TEXT, ""));
        closed(1002, router.listeners().web(), RawWebSocket.header(RawWebSocket.TEXT, 0));
    }

    @Test
    void W09_messageThatIsTooLongIsClosedWith1009(Router router) {
        byte[] long1 = new byte[Router.SMALL + 1];
        Arrays.fill(long1, (byte) ' ');
        closed(1009, router.listeners().smallWeb(), RawWebSocket.frame(RawWebSocket.TEXT, long1));

        byte[] part = RawWebSocket.frame(0, " ".repeat(1000));
        try (RawWebSocket socket = RawWebSocket.open(router.listeners().smallWeb())) {
            socket.send(RawWebSocket.frame(1, " "));
            socket.flood(part, 1000);
            assertEquals(1009, socket.closeCode());
        }
    }

    /** The node's heap has 128 MiB, and would be full of what these begin. */
    @Test
    void W09_messagesThatAreBegunAreBoundedTogether(Router router) {
        URI url = router.listeners().web();
        List<RawWebSocket> sockets = new ArrayList<>();
        try {
            byte[][] parts = new byte[16][];
            Arrays.fill(parts, RawWebSocket.frame(0, " ".repeat(60_000)));
            parts[0] = RawWebSocket.frame(1, " ");
            byte[] begun = join(parts);
            for (int i = 0; i < PARALLEL; i++) {
                RawWebSocket socket = RawWebSocket.open(url);
                sockets.add(socket);
                socket.trySend(begun);
            }
            long refused = sockets.stream()
                    .filter(socket -> socket.closeCode() == 1013)
                    .count();
            assertTrue(refused > PARALLEL / 2, "refused: " + refused);
        } finally {
            sockets.forEach(RawWebSocket::close);
        }
        byte[] whole = join(RawWebSocket.frame(1, " "), RawWebSocket.frame(RawWebSocket.CONTINUATION, " "));
        Waiting.until(Peer.LIMIT, () -> answers(1002, url, whole), () -> "no room for messages comes back");
    }

    /** As above, but they only say that they will send so much. */
    @Test
    void W09_lengthsThatAreClaimedAreBoundedTogether(Router router) {
        List<RawWebSocket> sockets = new ArrayList<>();
        try {
            byte[] claim = join(RawWebSocket.header(RawWebSocket.TEXT, 1 << 20), new byte[1]);
            for (int i = 0; i < PARALLEL; i++) {
                RawWebSocket socket = RawWebSocket.open(router.listeners().web());
                sockets.add(socket);
                socket.trySend(claim);
            }
            sockets.get(PARALLEL - 1).awaitEnd();
        } finally {
            sockets.forEach(RawWebSocket::close);
        }
        router.join(Wire.WEBSOCKET).expectAlive();
    }

    private static boolean answers(int code, URI url, byte[] octets) {
        try (RawWebSocket socket = RawWebSocket.open(url)) {
            socket.send(octets);
            return socket.closeCode() == code;
        }
    }

    @Test
    void W10_fragmentsAreCounted(Router router) {
        for (String fragment : List.of("", " ")) {
            try (RawWebSocket socket = RawWebSocket.open(router.listeners().web())) {
                socket.send(RawWebSocket.frame(1, " "));
                byte[] frames = RawWebSocket.frame(0, fragment);
                socket.flood(join(frames, frames, frames, frames), 50_000);
                assertEquals(1008, socket.closeCode());
            }
        }
    }

    @Test
    void W11_floodsOfControlFramesAreClosedWith1008(Router router) {
        for (int kind : List.of(RawWebSocket.PING, RawWebSocket.PONG)) {
            try (RawWebSocket socket = RawWebSocket.open(router.listeners().web())) {
                byte[][] frames = new byte[100][];
                Arrays.fill(frames, RawWebSocket.frame(kind, "flood"));
                socket.flood(join(frames), 2000);
                assertEquals(1008, socket.closeCode());
            }
        }
    }

    @Test
    void W11_floodOfEmptyTextEndsWithTheFirst(Router router) throws Exception {
        try (RawWebSocket socket = RawWebSocket.open(router.listeners().web())) {
            socket.flood(RawWebSocket.frame(RawWebSocket.TEXT, ""), 200_000);
            assertEquals(Type.ABORT, Json.tree(socket.hear().text()).get(0).asInt());
            assertEquals(RawWebSocket.CLOSE, socket.hear().first());
        }
    }

    @Test
    void W12_bombIsNotExpanded(Router router) {
        byte[] bomb = deflated(new byte[60_000_000]);
        assertTrue(bomb.length < Router.SMALL, "octets: " + bomb.length);
        long before = cpuMs(router);

        for (int i = 0; i < 10; i++) {
            closed(
                    1009,
                    router.file().webUrl("/hostile"),
                    RawWebSocket.frame(RawWebSocket.TEXT | COMPRESSED, bomb),
                    "Sec-WebSocket-Extensions: permessage-deflate");
        }

        long spent = cpuMs(router) - before;
        assertTrue(spent < MOST_CPU_MS, "CPU for ten bombs: " + spent + " ms");
    }

    @Test
    void W13_whatIsNotDeflateIsRefused(Router router) {
        URI url = router.file().webUrl("/hostile");
        String offer = "Sec-WebSocket-Extensions: permessage-deflate";
        byte[] good = deflated(new byte[1000]);

        closed(
                1007,
                url,
                RawWebSocket.frame(
                        RawWebSocket.TEXT | COMPRESSED, HexFormat.of().parseHex("ffff0102")),
                offer);
        closed(
                1002,
                url,
                join(
                        RawWebSocket.frame(0x01 | COMPRESSED, Arrays.copyOf(good, 2)),
                        RawWebSocket.frame(RawWebSocket.CONTINUATION | COMPRESSED, good)),
                offer);
        closed(1002, url, RawWebSocket.frame(RawWebSocket.PING | COMPRESSED, "x"), offer);
        closed(1002, url, RawWebSocket.frame(RawWebSocket.TEXT | COMPRESSED, good));
        Random random = new Random(13);
        for (int i = 0; i < 50; i++) {
            byte[] noise = new byte[200];
            random.nextBytes(noise);
            try (RawWebSocket socket = RawWebSocket.open(url, offer)) {
                socket.send(RawWebSocket.frame(RawWebSocket.TEXT | COMPRESSED, noise));
                assertTrue(List.of(1002, 1007, 1009).contains(socket.closeCode()), () -> describe(noise));
            }
        }
        for (String bad :
                List.of("server_max_window_bits=7", "server_max_window_bits=16", "client_max_window_bits=0", "x")) {
            try (RawWebSocket socket = RawWebSocket.connect(url)) {
                String head = socket.upgrade(url, offer + "; " + bad);
                assertTrue(!head.contains("permessage-deflate"), head);
            }
        }
    }

    @Test
    void W14_wrongKindOfFrameIsClosedWith1003(Router router) {
        closed(1003, router.listeners().web(), RawWebSocket.frame(RawWebSocket.BINARY, "[1,\"realm1\",{}]"));
        closed(
                1003,
                router.listeners().web(),
                RawWebSocket.frame(RawWebSocket.TEXT, "x"),
                "Sec-WebSocket-Protocol: wamp.2.msgpack");
        closed(
                1003,
                router.listeners().web(),
                RawWebSocket.frame(RawWebSocket.TEXT, "x"),
                "Sec-WebSocket-Protocol: wamp.2.cbor.batched");
    }

    private static byte[] deflated(byte[] message) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(message);
        byte[] out = new byte[message.length / 100 + 100];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length - 4);
    }

    private static long cpuMs(Router router) {
        return router.node()
                .process()
                .toHandle()
                .info()
                .totalCpuDuration()
                .orElseThrow()
                .toMillis();
    }
}
