package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What only RawSocket can get wrong (spec: "RawSocket Transport"). */
@ExtendWith(RouterExtension.class)
final class RawSocketFramingTest {
    private static final byte[] HELLO = "[1,\"realm1\",{\"roles\":{\"caller\":{}}}]".getBytes(StandardCharsets.UTF_8);

    @Test
    void X08_theAnswerRepeatsTheSerializerAndNamesItsOwnLimit(Router router) {
        RawSocketPeer peer = RawSocketPeer.open(router.listeners().raw());
        RawSocketPeer small = RawSocketPeer.open(router.listeners().smallRaw());

        peer.sendHex("7f010000");
        small.sendHex("7ff10000");

        String answer = peer.readHex(4);
        assertTrue(answer.matches("7f[0-9a-f]10000"), answer);
        assertEquals("7f710000", small.readHex(4), "2^(9+7) octets are 64 KiB");
    }

    @Test
    void X09_anUnknownSerializerIsError1(Router router) {
        refuses(router, "7ff00000", "7f100000");
        refuses(router, "7ffe0000", "7f100000");
    }

    @Test
    void X09_reservedOctetsAreError3(Router router) {
        refuses(router, "7ff10001", "7f300000");
        refuses(router, "7ff1ff00", "7f300000");
    }

    @Test
    void aHandshakeOfAnotherProtocolIsClosed(Router router) {
        Session bystander = router.join(Wire.RAWSOCKET);
        for (String opening : List.of("16030100", "00000000", "ffffffff")) {
            RawSocketPeer peer = RawSocketPeer.open(router.listeners().raw());
            peer.sendHex(opening);
            assertEquals("", peer.readHex(1), () -> "after " + opening);
        }
        bystander.expectAlive();
    }

    @Test
    void X10_pingIsAnsweredByOnePongWithTheSamePayload(Router router) {
        RawSocketPeer peer = shaken(router);

        peer.sendHex("01000003" + "abcdef");
        peer.sendHex("01000000");
        peer.sendHex("01000001" + "77");

        assertEquals("02000003abcdef", peer.readHex(7));
        assertEquals("02000000", peer.readHex(4));
        assertEquals("0200000177", peer.readHex(5));
    }

    @Test
    void unaskedPongIsIgnored(Router router) {
        RawSocketPeer peer = shaken(router);

        peer.sendHex("02000001" + "77");
        peer.startReading();

        Session.join(peer, Router.OPEN).expectAlive();
    }

    @Test
    void X14_reservedBitsAndTypesEndTheConnection(Router router) {
        Session bystander = router.join(Wire.RAWSOCKET);
        for (String header : List.of("03000000", "07000000", "10000000", "f0000001")) {
            RawSocketPeer peer = shaken(router);
            peer.sendHex(header + "00");
            assertEquals("", afterAbort(peer), () -> "after " + header);
        }
        bystander.expectAlive();
    }

    @Test
    void X11_aClaimedLengthOverTheLimitEndsTheConnectionAtOnce(Router router) {
        Session bystander = router.join(Wire.RAWSOCKET);
        RawSocketPeer peer = RawSocketPeer.open(router.listeners().smallRaw());
        peer.sendHex(RawSocketPeer.JSON_16_MIB);
        peer.readHex(4);

        peer.sendFrame(Router.SMALL + 1, new byte[0]);

        assertEquals("", afterAbort(peer));
        bystander.expectAlive();
    }

    @Test
    void X12_nothingLongerThanThePeerTakesIsSent(Router router) {
        RawSocketPeer peer = RawSocketPeer.open(router.listeners().raw());
        peer.sendHex("7f110000"); // takes 1024 octets
        peer.readHex(4);
        peer.startReading();
        Session callee = router.join(Wire.RAWSOCKET);
        Session caller = Session.join(peer, Router.OPEN);
        callee.register("org.junctor.test.x12b");
        long call = caller.call("org.junctor.test.x12b");
        long invocation = callee.receive(Type.INVOCATION).get(1).asLong();

        callee.peer().send(Type.YIELD, invocation, Map.of(), List.of("x".repeat(2000)));

        caller.error(Type.CALL, call, "wamp.error.payload_size_exceeded");
        caller.expectAliveAfterEvents();
    }

    @Test
    void theFirstMessageMayComeWithTheHandshake(Router router) {
        RawSocketPeer peer = RawSocketPeer.open(router.listeners().raw());

        peer.sendHex(RawSocketPeer.JSON_16_MIB
                + "%08x".formatted(HELLO.length)
                + HexFormat.of().formatHex(HELLO));

        peer.readHex(4);
        peer.startReading();
        peer.receive(Type.WELCOME);
    }

    @Test
    void octetsMayComeOneByOne(Router router) {
        RawSocketPeer peer = RawSocketPeer.open(router.listeners().raw());
        String all = RawSocketPeer.JSON_16_MIB
                + "%08x".formatted(HELLO.length)
                + HexFormat.of().formatHex(HELLO);

        for (int i = 0; i < all.length(); i += 2) {
            peer.sendHex(all.substring(i, i + 2));
        }

        peer.readHex(4);
        peer.startReading();
        peer.receive(Type.WELCOME);
    }

    @Test
    void textThatIsNoUtf8IsAViolation(Router router) {
        Session bystander = router.join(Wire.RAWSOCKET);
        Session offender = router.join(Wire.RAWSOCKET);
        byte[] octets = "[16,1,{},\"org.junctor.test\",[\"?\"]]".getBytes(StandardCharsets.UTF_8);
        octets[octets.length - 4] = (byte) 0xff;

        offender.peer().sendOctets(octets);

        offender.expectViolation();
        bystander.expectAlive();
    }

    private static void refuses(Router router, String opening, String answer) {
        Session bystander = router.join(Wire.RAWSOCKET);
        RawSocketPeer peer = RawSocketPeer.open(router.listeners().raw());

        peer.sendHex(opening);

        assertEquals(answer, peer.readHex(4));
        assertEquals("", peer.readHex(1), "closed behind the refusal");
        bystander.expectAlive();
    }

    private static RawSocketPeer shaken(Router router) {
        RawSocketPeer peer = RawSocketPeer.open(router.listeners().raw());
        peer.sendHex(RawSocketPeer.JSON_16_MIB);
        peer.readHex(4);
        return peer;
    }

    /** What follows an ABORT, which may be sent before the connection is closed; nothing is right. */
    private static String afterAbort(RawSocketPeer peer) {
        String header = peer.readHex(4);
        if (!header.startsWith("00")) {
            return header;
        }
        String message = peer.readHex(Integer.parseInt(header, 16));
        return new String(HexFormat.of().parseHex(message), StandardCharsets.UTF_8).startsWith("[3,")
                ? peer.readHex(1)
                : message;
    }
}
