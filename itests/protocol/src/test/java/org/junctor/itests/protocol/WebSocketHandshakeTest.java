package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What only WebSocket can get wrong (spec: "WebSocket Transport"). */
@ExtendWith(RouterExtension.class)
final class WebSocketHandshakeTest {
    @Test
    void X04_unknownSubprotocolIsRefused(Router router) {
        Session bystander = router.join(Wire.WEBSOCKET);

        int status = WebSocketPeer.refusal(router.listeners().web(), "wamp.3.morse", "chat");

        assertEquals(400, status);
        bystander.expectAlive();
    }

    @Test
    void X04_missingSubprotocolIsRefusedWithTheNamesOfThoseThereAre(Router router) {
        Session bystander = router.join(Wire.WEBSOCKET);

        String answer = RawHttp.upgrade(router.listeners().web(), "");

        assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
        assertTrue(answer.contains("wamp.2.json"), answer);
        bystander.expectAlive();
    }

    @Test
    void X05_binaryIsTheWrongKindForJson(Router router) {
        Session bystander = router.join(Wire.WEBSOCKET);
        WebSocketPeer offender =
                router.keep(WebSocketPeer.connect(router.listeners().web()));
        Session session = Session.join(offender, Router.OPEN);

        offender.sendBinary("[32,1,{},\"org.junctor.test.x05\"]".getBytes(StandardCharsets.UTF_8));

        // The transport cannot carry an ABORT for what it does not take as a message: it closes with "unsupported
        // data".
        assertEquals(1003, session.peer().awaitEnd().code());
        bystander.expectAlive();
    }

    @Test
    void X06_fragmentsAreOneMessage(Router router) {
        WebSocketPeer peer =
                router.keep(WebSocketPeer.connect(router.listeners().web()));
        Session session = Session.join(peer, Router.OPEN);

        peer.sendFragments("[32," + session.nextRequest() + ",{},\"org.junctor.test.x06\"]", 3);

        session.receive(Type.SUBSCRIBED);
    }

    @Test
    void textThatIsNoUtf8IsClosedWith1007(Router router) {
        Session bystander = router.join(Wire.WEBSOCKET);
        List<String> badText = List.of("818300000000c0afc0", "8182000000005bff");
        for (String frame : badText) {
            String close = RawHttp.frameAfterUpgrade(
                    router.listeners().web(), HexFormat.of().parseHex(frame));
            assertEquals("03ef", close, () -> "close code, 1007 is 03ef, for " + frame);
        }
        bystander.expectAlive();
    }

    @Test
    void framesWithoutMaskAreClosedWith1002(Router router) {
        Session bystander = router.join(Wire.WEBSOCKET);

        String close = RawHttp.frameAfterUpgrade(
                router.listeners().web(), HexFormat.of().parseHex("81025b5d"));

        assertEquals("03ea", close, "close code, 1002 is 03ea");
        bystander.expectAlive();
    }

    @Test
    void aPageOfAnotherPathStaysReachable(Router router) {
        Session bystander = router.join(Wire.WEBSOCKET);

        assertTrue(RawHttp.get(router.listeners().web(), "/nothing-here").startsWith("HTTP/1.1 404"));
        assertTrue(RawHttp.get(router.listeners().web(), "/").startsWith("HTTP/1.1 200"));

        bystander.request(Type.PUBLISH, Map.of(), "org.junctor.test.page");
        bystander.expectAlive();
    }
}
