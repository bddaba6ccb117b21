package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Peers that vanish, do not answer, or do not read what they asked for. */
@ExtendWith(RouterExtension.class)
final class WebSocketHostilePeersTest {
    private static final String HELLO =
            "[1,\"realm1\",{\"roles\":{\"publisher\":{},\"subscriber\":{},\"caller\":{},\"callee\":{}}}]";
    private static final int EVENT_BYTES = 32 * 1024;
    private static final int EVENTS = 700;

    private static Bystander bystander;

    @BeforeAll
    static void begin(Router router) {
        bystander = Bystander.of(router, "W15 to W17, peers that vanish or do not read");
    }

    @AfterAll
    static void end() {
        bystander.close();
    }

    /** Joins by hand and answers the session's id. */
    private static long join(RawWebSocket socket) throws Exception {
        socket.send(RawWebSocket.frame(RawWebSocket.TEXT, HELLO));
        JsonNode welcome = Json.tree(socket.hear().text());
        assertEquals(Type.WELCOME, welcome.get(0).asInt(), welcome::toString);
        return welcome.get(1).asLong();
    }

    /** Waits until {@code observer} is told that this session has left, and proves that it is told so once. */
    private static void leftOnce(Session observer, long session, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        observer.eventWhere(event -> {
            assertTrue(System.nanoTime() < end, "the session stayed for too long");
            return event.path(4).path(0).asLong() == session;
        });
        observer.request(Type.SUBSCRIBE, Map.of(), "org.junctor.test.after");
        JsonNode next = observer.peer().receive();
        while (next.get(0).asInt() == Type.EVENT) {
            assertTrue(next.path(4).path(0).asLong() != session, "it left twice");
            next = observer.peer().receive();
        }
        assertEquals(Type.SUBSCRIBED, next.get(0).asInt());
    }

    @Test
    void W15_closeThatIsNeverAnsweredDoesNotHoldTheConnection(Router router) {
        try (RawWebSocket socket = RawWebSocket.open(router.file().webUrl("/silent"))) {
            socket.send(RawWebSocket.frame(RawWebSocket.TEXT, "no WAMP"));
            assertEquals(1002, socket.closeCode());
            long start = System.nanoTime();

            socket.awaitEnd();

            long ms = Duration.ofNanos(System.nanoTime() - start).toMillis();
            assertTrue(ms < 3000, "closed after " + ms + " ms");
        }
    }

    @Test
    void W15_peerThatVanishedLeavesOnce(Router router) throws Exception {
        Session observer = router.join(Wire.WEBSOCKET);
        observer.subscribe("wamp.session.on_leave");
        try (RawWebSocket vanished = RawWebSocket.open(router.file().webUrl("/silent"))) {
            long session = join(vanished);

            leftOnce(observer, session, Duration.ofSeconds(6));
            assertEquals(1008, vanished.closeCode());
        }
    }

    @Test
    void W15_peerThatAnswersPingsStays(Router router) throws Exception {
        try (RawWebSocket alive = RawWebSocket.open(router.file().webUrl("/silent"))) {
            join(alive);
            for (int i = 0; i < 4; i++) {
                RawWebSocket.Frame ping = alive.hear();
                assertEquals(RawWebSocket.PING, ping.first());
                alive.send(RawWebSocket.frame(RawWebSocket.PONG, ping.text()));
            }
        }
    }

    /** A subscriber that reads as {@code read} says, and a publisher that sends it more than it may leave unread. */
    private static void slow(Router router, String topic, int octetsPerSecond) throws Exception {
        URI url = router.listeners().web();
        Session observer = router.join(Wire.WEBSOCKET);
        observer.subscribe("wamp.session.on_leave");
        Session publisher = router.join(Wire.WEBSOCKET);
        try (RawWebSocket slow = RawWebSocket.connect(url, 1024)) {
            slow.upgrade(url);
            long session = join(slow);
            slow.send(RawWebSocket.frame(RawWebSocket.TEXT, "[32,1,{},\"" + topic + "\"]"));
            assertEquals(Type.SUBSCRIBED, Json.tree(slow.hear().text()).get(0).asInt());
            Thread reader = new Thread(() -> readSlowly(slow, octetsPerSecond), "slow reader");
            reader.setDaemon(true);
            reader.start();
            String text = "x".repeat(EVENT_BYTES);

            long worst = 0;
            for (int i = 0; i < EVENTS; i++) {
                long start = System.nanoTime();
                publisher.publish(topic, text);
                worst = Math.max(worst, System.nanoTime() - start);
            }

            System.out.printf(
                    "figure: publisher to a slow subscriber: the slowest of %d took %.1f ms%n", EVENTS, worst / 1e6);
            assertTrue(worst < Duration.ofSeconds(1).toNanos(), "a publication took " + worst / 1_000_000 + " ms");
            leftOnce(observer, session, Duration.ofSeconds(30));
        }
    }

    private static void readSlowly(RawWebSocket slow, int octetsPerSecond) {
        try {
            while (octetsPerSecond > 0 && slow.read() >= 0) {
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos() / octetsPerSecond);
            }
        } catch (IOException closed) {
            return;
        }
    }

    @Test
    void W16_subscriberThatDoesNotReadIsLetGo(Router router) throws Exception {
        slow(router, "org.junctor.test.w16", 0);
    }

    @Test
    void W17_subscriberThatReadsAnOctetASecondIsLetGo(Router router) throws Exception {
        slow(router, "org.junctor.test.w17", 1);
    }
}
