package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a RawSocket client can do to a router that means it harm. A session beside it is measured all the time. */
@ExtendWith(RouterExtension.class)
final class RawSocketHostileTest {
    private static final int MESSAGE_MAX = 1 << 20;

    private final List<RawSocketPeer> opened = new ArrayList<>();
    private Bystander bystander;

    @BeforeEach
    void beginToMeasure(Router router, TestInfo test) {
        bystander = Bystander.of(
                router, "RawSocket " + test.getTestMethod().orElseThrow().getName());
    }

    @AfterEach
    void nobodyElseNoticed() {
        opened.forEach(Peer::cut);
        bystander.close();
    }

    private RawSocketPeer connect(Router router) {
        RawSocketPeer peer = RawSocketPeer.open(router.listeners().raw());
        opened.add(peer);
        return peer;
    }

    private RawSocketPeer shaken(Router router) {
        RawSocketPeer peer = connect(router);
        peer.sendHex(RawSocketPeer.JSON_16_MIB);
        assertEquals("7f", peer.readHex(4).substring(0, 2));
        return peer;
    }

    private static String text(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    }

    /** The next frame must be an ABORT for a violation, and the end must follow. */
    private static void expectAbortAndEnd(RawSocketPeer peer, String after) {
        String header = peer.readHex(4);
        assertTrue(header.matches("00[0-9a-f]{6}"), () -> "after " + after + ": " + header);
        String abort = text(peer.readHex(Integer.parseInt(header, 16)));
        assertTrue(abort.startsWith("[3,"), () -> "after " + after + ": " + abort);
        assertTrue(abort.contains("wamp.error.protocol_violation"), () -> "after " + after + ": " + abort);
        assertEquals("", peer.readHex(1), () -> "left open after " + after);
    }

    @Test
    void R1_whatIsNoRawSocketIsClosedAtOnce(Router router) {
        for (String opening : List.of("474554202f20485454502f312e310d0a0d0a", "00", "7e", "80", "160301", "ff")) {
            RawSocketPeer peer = connect(router);
            long begin = System.nanoTime();
            peer.sendHex(opening);

            assertEquals("", peer.readHex(1), () -> "answer to " + opening);
            assertTrue(System.nanoTime() - begin < 1_000_000_000, () -> "waited after " + opening);
        }
    }

    @Test
    void R2_everySerializerThatIsNotThereIsError1(Router router) {
        for (String serializer : List.of("0", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f")) {
            RawSocketPeer peer = connect(router);
            peer.sendHex("7ff" + serializer + "0000");

            assertEquals("7f100000", peer.readHex(4), () -> "serializer " + serializer);
            assertEquals("", peer.readHex(1), () -> "left open for serializer " + serializer);
        }
    }

    @Test
    void R3_everyReservedBitOfTheHandshakeIsError3(Router router) {
        for (int bit = 0; bit < 16; bit++) {
            RawSocketPeer peer = connect(router);
            peer.sendHex("7ff1%04x".formatted(1 << bit));

            assertEquals("7f300000", peer.readHex(4));
            assertEquals("", peer.readHex(1));
        }
    }

    @Test
    void R8_everyFirstOctetOfAFrameHasItsOutcome(Router router) {
        for (int first = 0; first < 256; first++) {
            if (first == 1 || first == 2) {
                continue; // PING and PONG
            }
            RawSocketPeer peer = shaken(router);
            peer.sendHex("%02x000000".formatted(first)); // for 0 a message without octets, for 8 one of 2^24

            expectAbortAndEnd(peer, "first octet " + first);
        }
    }

    @Test
    void R9_lengthsThatAreOnlyClaimedCostNothing(Router router) {
        List<RawSocketPeer> claimants = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            RawSocketPeer peer = shaken(router);
            peer.sendHex("%08x".formatted(MESSAGE_MAX)); // 400 MiB, which the router does not have
            claimants.add(peer);
        }
        RawSocketPeer tooLong = shaken(router);
        tooLong.sendHex("%08x".formatted(MESSAGE_MAX + 1));

        expectAbortAndEnd(tooLong, "a claim of one octet too many");
        RawSocketPeer honest = claimants.get(0);
        honest.startReading();
        honest.sendHex("5b" + "20".repeat(MESSAGE_MAX - 1));
        Session.expectViolation(honest);
        Session.join(connectWhole(router), Router.OPEN).expectAlive();
    }

    @Test
    void R9_messagesThatAreBegunAndNotEndedAreFewEnough(Router router) {
        byte[] almost = new byte[MESSAGE_MAX - 1];
        for (int i = 0; i < 150; i++) { // 150 MiB, which the router does not have
            RawSocketPeer peer = shaken(router);
            peer.sendFrame(MESSAGE_MAX, almost);
        }

        Session.join(connectWhole(router), Router.OPEN).expectAlive();
    }

    private RawSocketPeer connectWhole(Router router) {
        RawSocketPeer peer =
                router.keep(RawSocketPeer.connect(router.listeners().raw()));
        opened.add(peer);
        return peer;
    }

    @Test
    void R10_pingsOfAnyLengthAreAnsweredAndPongsIgnored(Router router) {
        CutMessagesTest.awaitNoneUnfinished(router); // the longest has no room beside what others have begun
        RawSocketPeer peer = shaken(router);
        peer.sendHex("02000004" + "deadbeef" + "02000000");

        for (int length : new int[] {0, 1, 125, 126, 65_536, MESSAGE_MAX}) {
            String payload = "a5".repeat(length);
            peer.sendHex("01%06x".formatted(length) + payload);

            assertEquals("02%06x".formatted(length), peer.readHex(4));
            assertEquals(payload, length == 0 ? "" : peer.readHex(length), () -> "payload of length " + length);
        }
    }

    @Test
    void R10_aFloodOfPingsEndsItsConnection(Router router) {
        RawSocketPeer peer = shaken(router);
        peer.startReading();

        peer.sendHex("01000000".repeat(100_000));

        Session.expectViolation(peer);
    }

    @Test
    void R10_pongsThatAreNotReadStopTheReadingOfPings(Router router) {
        RawSocketPeer peer = shaken(router);
        String ping = "010f4240" + "00".repeat(1_000_000);
        Thread sender = new Thread(() -> {
            for (int i = 0; i < 500 && peer.sendHex(ping); i++) {
                Thread.onSpinWait();
            }
        });
        sender.setDaemon(true);
        sender.start();

        Waiting.until(
                Duration.ofSeconds(10),
                () -> sender.getState() != Thread.State.TERMINATED,
                () -> "500 MB of PINGs were taken");
        Session.join(connectWhole(router), Router.OPEN).expectAlive();
        peer.cut();
    }

    @Test
    void X12_anInvocationTooLongForItsCalleeIsAnErrorToTheCaller(Router router) {
        RawSocketPeer narrow = connect(router);
        narrow.sendHex("7f110000"); // takes 1024 octets
        narrow.readHex(4);
        narrow.startReading();
        Session callee = Session.join(narrow, Router.OPEN);
        Session caller = router.join(Wire.RAWSOCKET);
        callee.register("org.junctor.test.x12.narrow");

        long call = caller.call("org.junctor.test.x12.narrow", "x".repeat(2000));

        caller.error(Type.CALL, call, "wamp.error.payload_size_exceeded");
        callee.expectAliveAfterEvents();
    }

    @Test
    void X12_anEventTooLongForOneReachesTheOthers(Router router) {
        RawSocketPeer narrow = connect(router);
        narrow.sendHex("7f010000"); // takes 512 octets
        narrow.readHex(4);
        narrow.startReading();
        narrow.send(Type.HELLO, Router.OPEN, Map.of("roles", Map.of("subscriber", Map.of())));
        Peer.Arrival answer = narrow.next(Peer.LIMIT).orElseThrow();
        Session wide = router.join(Wire.RAWSOCKET);
        Session publisher = router.join(Wire.RAWSOCKET);
        long subscription = wide.subscribe("org.junctor.test.x12.event");
        if (answer instanceof Peer.Message welcome && welcome.fields().path(0).asInt() == Type.WELCOME) {
            narrow.send(Type.SUBSCRIBE, 1, Map.of(), "org.junctor.test.x12.event");
            narrow.receive(Type.SUBSCRIBED);
        }

        publisher.publish("org.junctor.test.x12.event", "x".repeat(2000));
        publisher.publish("org.junctor.test.x12.event", "short");

        assertEquals(2000, wide.event(subscription).get(4).get(0).asText().length());
        assertEquals("short", wide.event(subscription).get(4).get(0).asText());
        if (answer instanceof Peer.Message welcome && welcome.fields().path(0).asInt() == Type.WELCOME) {
            JsonNode event = narrow.receive(Type.EVENT);
            assertEquals("short", event.get(4).get(0).asText());
        }
    }

    @Test
    void manyHandshakesThatNeverEndHinderNobody(Router router) {
        for (int i = 0; i < 500; i++) {
            RawSocketPeer peer = connect(router);
            peer.sendHex("7ff1");
        }

        Session.join(connectWhole(router), Router.OPEN).expectAlive();
    }

    @Test
    void messagesOctetByOctetHinderNobody(Router router) {
        RawSocketPeer slow = shaken(router);
        slow.startReading();
        String hello =
                HexFormat.of().formatHex("[1,\"realm1\",{\"roles\":{\"caller\":{}}}]".getBytes(StandardCharsets.UTF_8));
        String frame = "%08x".formatted(hello.length() / 2) + hello;

        for (int i = 0; i < frame.length(); i += 2) {
            slow.sendHex(frame.substring(i, i + 2));
        }

        slow.receive(Type.WELCOME);
    }
}
