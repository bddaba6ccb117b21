package org.junctor.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PaceTest {
    private final AtomicLong now = new AtomicLong();

    private static long ms(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    @Test
    void aBurstOfASecondPassesAndOneMoreWaits() {
        Pace pace = new Pace(10, 0, now::get);

        pace.took(10, 1_000_000);
        assertEquals(0, pace.waitNanos());
        assertNull(pace.exceeded());

        pace.took(1, 0);
        assertEquals(100, ms(pace.waitNanos()));
        assertEquals("messages_per_second", pace.exceeded());
        assertNull(pace.exceeded());
    }

    @Test
    void octetsAreCountedForThemselves() {
        Pace pace = new Pace(0, 1000, now::get);

        pace.took(5000, 1000);
        assertEquals(0, pace.waitNanos());
        pace.took(0, 500);
        assertEquals("bytes_per_second", pace.exceeded());
        assertEquals(500, ms(pace.waitNanos()));
    }

    @Test
    void whatWasOwedIsPaidByTimeAndNotMore() {
        Pace pace = new Pace(10, 0, now::get);
        pace.took(30, 0);
        assertEquals("messages_per_second", pace.exceeded());

        now.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertEquals(0, pace.waitNanos());
        pace.took(1, 0);
        assertEquals("messages_per_second", pace.exceeded());

        now.addAndGet(TimeUnit.HOURS.toNanos(1));
        pace.took(11, 0);
        assertEquals(100, ms(pace.waitNanos()));
    }

    private static Map<String, Object> limited(String limits) {
        return Map.of(
                "endpoint", "{\"type\":\"tcp\",\"port\":0,\"interface\":\"127.0.0.1\",\"limits\":{" + limits + "}}");
    }

    /** Sends 200 requests at once on one connection, and answers how many were answered before its end. */
    private static int answered(int port) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = "GET / HTTP/1.1\r\nHost: " + "x".repeat(469) + "\r\n\r\n";
            String last = request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
            byte[] all = (request.repeat(199) + last).getBytes(StandardCharsets.US_ASCII);
            socket.getOutputStream().write(all);
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answers.split("HTTP/1.1 200", -1).length - 1;
        }
    }

    @Test
    void whoSendsTooMuchIsReadLater() throws Exception {
        try (Listeners on = new Listeners()) {
            HttpListener listener = on.serving(limited("\"bytes_per_second\":50000"));
            int port = Listeners.port(listener);
            long begin = System.nanoTime();

            assertEquals(200, answered(port)); // of 100,000 octets

            long took = ms(System.nanoTime() - begin);
            assertTrue(took > 500, took + " ms");
            assertTrue(listener.details().containsKey("beyond.endpoint.limits.bytes_per_second"));
        }
    }

    @Test
    void orItsConnectionIsClosed() throws Exception {
        try (Listeners on = new Listeners()) {
            HttpListener listener = on.serving(limited("\"bytes_per_second\":50000,\"too_fast\":\"close\""));
            int port = Listeners.port(listener);

            assertTrue(isCut(port), "all 200 were answered");

            assertEquals(1L, listener.details().get("beyond.endpoint.limits.bytes_per_second"));
            assertEquals(200, on.get(port, "/").statusCode());
        }
    }

    private static boolean isCut(int port) throws Exception {
        try {
            return answered(port) < 200;
        } catch (SocketException reset) {
            return true;
        }
    }
}
