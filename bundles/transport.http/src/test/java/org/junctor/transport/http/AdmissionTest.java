package org.junctor.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junctor.http.api.Excesses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class AdmissionTest {
    private final AtomicLong now = new AtomicLong();
    private final List<String> told = new ArrayList<>();
    private int nodeMax;
    private final NodeConnections all = new NodeConnections(() -> nodeMax);

    private Admission admission(ConnectionLimits limits) {
        return new Admission(new Excesses("transport t1", told::add), limits, all, true, new TlsCounters(), now::get);
    }

    private static SocketAddress from(String address) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(address), 1);
    }

    @Test
    void whoLeavesMakesRoom() throws IOException {
        Admission admission = admission(new ConnectionLimits(2, 0, 0, 0, 0));

        try (SocketChannel first = SocketChannel.open();
                SocketChannel second = SocketChannel.open();
                SocketChannel third = SocketChannel.open()) {
            assertNull(admission.enter(first, from("10.0.0.1")));
            assertNull(admission.enter(second, from("10.0.0.2")));
            assertEquals("endpoint.limits.connections", admission.enter(third, from("10.0.0.3")));
            admission.leave(first);
            admission.leave(first);
            assertNull(admission.enter(third, from("10.0.0.3")));
            assertEquals("endpoint.limits.connections", admission.enter(first, from("10.0.0.1")));
        }
        Map<String, Object> details = new HashMap<>();
        admission.addTo(details);
        assertEquals(Map.of("connections", 2, "connections.refused", 2L), details);
    }

    @Test
    void allListenersTogetherHaveALimit() throws IOException {
        nodeMax = 2;
        Admission one = admission(new ConnectionLimits(0, 0, 0, 0, 0));
        Admission other = admission(new ConnectionLimits(0, 0, 0, 0, 0));

        try (SocketChannel first = SocketChannel.open();
                SocketChannel second = SocketChannel.open();
                SocketChannel third = SocketChannel.open()) {
            assertNull(one.enter(first, from("10.0.0.1")));
            assertNull(other.enter(second, from("10.0.0.2")));
            assertEquals("transport_limits.connections.max", one.enter(third, from("10.0.0.3")));
            assertEquals("transport_limits.connections.max", other.enter(third, from("10.0.0.3")));
            other.leave(third);
            other.leave(second);
            other.leave(second);
            assertNull(one.enter(third, from("10.0.0.3")));
            assertEquals("transport_limits.connections.max", other.enter(second, from("10.0.0.2")));
        }
    }

    @Test
    void addressesAreCountedApartAndNetworksOfIpv6Together() throws IOException {
        Admission admission = admission(new ConnectionLimits(0, 1, 0, 0, 0));

        try (SocketChannel first = SocketChannel.open();
                SocketChannel second = SocketChannel.open();
                SocketChannel third = SocketChannel.open();
                SocketChannel fourth = SocketChannel.open()) {
            assertNull(admission.enter(first, from("10.0.0.1")));
            assertNull(admission.enter(second, from("10.0.0.2")));
            assertEquals("endpoint.limits.connections_per_address", admission.enter(third, from("10.0.0.1")));
            assertNull(admission.enter(third, from("2001:db8::1")));
            assertEquals("endpoint.limits.connections_per_address", admission.enter(fourth, from("2001:db8::2")));
            assertNull(admission.enter(fourth, from("2001:db8:0:1::1")));
        }
    }

    @Test
    void ratesAllowWhatTimeGives() throws IOException {
        Admission admission = admission(new ConnectionLimits(0, 0, 2, 0, 0));

        try (SocketChannel any = SocketChannel.open()) {
            assertNull(admission.enter(any, from("10.0.0.1")));
            assertNull(admission.enter(any, from("10.0.0.1")));
            assertEquals("endpoint.limits.connections_per_second", admission.enter(any, from("10.0.0.1")));
            now.addAndGet(TimeUnit.MILLISECONDS.toNanos(500));
            assertNull(admission.enter(any, from("10.0.0.1")));
            assertEquals("endpoint.limits.connections_per_second", admission.enter(any, from("10.0.0.1")));
        }
    }

    @Test
    void handshakesOfOneAddressComeInBurstsOfTenSeconds() throws IOException {
        Admission admission = admission(new ConnectionLimits(0, 0, 0, 0, 1));

        try (SocketChannel any = SocketChannel.open()) {
            for (int i = 0; i < 10; i++) {
                assertNull(admission.enter(any, from("10.0.0.1")));
            }
            assertEquals("endpoint.limits.tls_handshakes_per_address", admission.enter(any, from("10.0.0.1")));
            assertNull(admission.enter(any, from("10.0.0.2")));
        }
        assertEquals(
                List.of("transport t1: endpoint.limits.tls_handshakes_per_address exceeded, 1 times since this was told"
                        + " last, the last time by /10.0.0.1:1"),
                told);
    }

    @Test
    void addressesThatCameLongAgoAreForgotten() throws IOException {
        Admission admission = admission(new ConnectionLimits(0, 0, 0, 0, 1));

        try (SocketChannel any = SocketChannel.open()) {
            for (int i = 0; i < 10; i++) {
                admission.enter(any, from("10.0.0.1"));
            }
            for (int i = 0; i < 16_384; i++) {
                admission.enter(any, from("11.0.%d.%d".formatted(i >> 8, i & 0xFF)));
            }
            assertNull(admission.enter(any, from("10.0.0.1")));
        }
    }

    @Test
    void connectionsBeyondTheLimitAreClosedAtOnceAndOthersServed() throws Exception {
        try (Listeners on = new Listeners()) {
            HttpListener listener = on.serving(Map.of(
                    "endpoint",
                    "{\"type\":\"tcp\",\"port\":0,\"interface\":\"127.0.0.1\",\"limits\":{\"connections\":1}}"));
            int port = Listeners.port(listener);

            try (Socket first = new Socket(InetAddress.getLoopbackAddress(), port)) {
                InputStream in = first.getInputStream();
                byte[] request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
                first.getOutputStream().write(request);
                assertEquals('H', in.read());
                try (Socket second = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    assertEquals(-1, second.getInputStream().read());
                }
                assertEquals(1L, listener.details().get("connections.refused"));
            }
            while (!Integer.valueOf(0).equals(listener.details().get("connections"))) {
                Thread.onSpinWait(); // until the listener has seen the end
            }
            assertEquals(200, on.get(port, "/").statusCode());
        }
    }
}
