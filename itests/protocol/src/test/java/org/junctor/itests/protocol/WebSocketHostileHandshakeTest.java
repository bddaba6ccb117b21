package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Opening handshakes that nobody should answer with 101, and clients that stop after it. */
@ExtendWith(RouterExtension.class)
final class WebSocketHostileHandshakeTest {
    private static final String JSON = "Sec-WebSocket-Protocol: wamp.2.json";

    private static Bystander bystander;

    @BeforeAll
    static void begin(Router router) {
        bystander = Bystander.of(router, "W1 to W5, opening handshakes");
    }

    @AfterAll
    static void end() {
        bystander.close();
    }

    private static void refused(int status, URI url, String... headers) {
        assertEquals(status, RawWebSocket.status(url, headers), () -> String.join(", ", headers));
    }

    @Test
    void W01_subprotocolIsNeverGuessed(Router router) {
        URI url = router.listeners().web();

        refused(400, url);
        refused(400, url, "Sec-WebSocket-Protocol: wamp.2.jso");
        refused(400, url, "Sec-WebSocket-Protocol: wamp.2.json.batched.batched, WAMP.2.JSON, wamp.1, json");
        String answer = RawHttp.upgrade(url, "Sec-WebSocket-Protocol: wamp\r\n");
        assertTrue(answer.contains("wamp.2.json") && answer.contains("wamp.2.json.batched"), answer);
    }

    @Test
    void W02_otherOriginsAreRefused(Router router) {
        URI url = router.file().webUrl("/hostile");

        for (String evil : List.of(
                "https://evil.com",
                "null",
                "https://good.example.com.evil.com",
                "https://goodXexample.com",
                "https://good.example.comx",
                "http://good.example.com",
                "https://good.example.com:444",
                "https://x@good.example.com",
                "https://ok.example",
                "https://evil.com/.ok.example",
                "")) {
            refused(403, url, JSON, "Origin: " + evil);
        }
        for (String good :
                List.of("https://good.example.com", "https://GOOD.example.com", "https://a.ok.example:8443")) {
            refused(101, url, JSON, "Origin: " + good);
        }
        refused(101, url, JSON);
    }

    @Test
    void W03_cookieDoesNotHelpAnotherOrigin(Router router) {
        refused(403, router.file().webUrl("/hostile"), JSON, "Origin: https://evil.com", "Cookie: cbtid=abcdefghijkl");
    }

    @Test
    void W04_handshakeThatDripsIsCut(Router router) throws Exception {
        URI url = router.listeners().web();
        long start = System.nanoTime();
        try (RawWebSocket slow = RawWebSocket.connect(url)) {
            byte[] request = "GET /ws HTTP/1.1\r\nHost: localhost\r\nX-Drip: ddddddddddddddddddddddddddddddddddddddd"
                    .getBytes(StandardCharsets.US_ASCII);
            int sent = 0;
            while (sent < request.length && slow.trySend(new byte[] {request[sent]})) {
                sent++;
                LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
            }
            slow.awaitEnd();
            assertTrue(sent < request.length, "the whole request was taken");
        }
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        assertTrue(seconds >= 4 && seconds <= 9, "cut after " + seconds + " s");
    }

    @Test
    void W04_longHeadersAreRefused(Router router) {
        refused(431, router.listeners().web(), JSON, "X-Long: " + "x".repeat(64 * 1024));
        String[] many = new String[10_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = "X-" + i + ": " + i;
        }
        refused(431, router.listeners().web(), many);
    }

    @Test
    void W05_clientThatSaysNothingIsAborted(Router router) throws Exception {
        long start = System.nanoTime();
        try (RawWebSocket silent = RawWebSocket.open(router.listeners().web())) {
            RawWebSocket.Frame abort = silent.hear();

            long ms = Duration.ofNanos(System.nanoTime() - start).toMillis();
            assertEquals(Type.ABORT, Json.tree(abort.text()).get(0).asInt(), abort.text());
            assertTrue(abort.text().contains("HELLO"), abort.text());
            assertTrue(ms > 4000 && ms < 8000, "aborted after " + ms + " ms");
            assertTrue(silent.closeCode() >= 1000);
        }
    }
}
