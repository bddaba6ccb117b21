package org.junctor.auth.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the issuer's keys come from, and when they are read anew. */
final class KeySourceTest {
    private static final String OLD = Tokens.jwks(Tokens.RSA.toPublicJWK());
    private static final String NEW = Tokens.jwks(Tokens.OTHER.toPublicJWK());

    private static final int TIMEOUT_MS = 600;
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private final AtomicInteger asked = new AtomicInteger();
    private volatile String answer = OLD;
    private volatile int status = 200;
    private final List<Thread> fetchers = new CopyOnWriteArrayList<>();
    private long nowMs = 1_000_000;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/keys", exchange -> {
            asked.incrementAndGet();
            byte[] octets = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Location", "/keys");
            exchange.sendResponseHeaders(status, octets.length);
            exchange.getResponseBody().write(octets);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private KeyUrl url() {
        return new KeyUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/keys", () -> nowMs, Runnable::run);
    }

    private static String kid(KeySource source, String wanted) {
        JWKSet keys = source.keys(known -> known.getKeyByKeyId(wanted) != null)
                .toCompletableFuture()
                .join();
        return keys.getKeys().get(0).getKeyID();
    }

    @Test
    void unknownKeyIsAskedForAtMostOnceAMinute() {
        KeyUrl keys = url();
        assertEquals("rsa", kid(keys, "rsa"));
        assertEquals("rsa", kid(keys, "rsa"));
        assertEquals(1, asked.get());
        answer = NEW;

        assertEquals("rsa", kid(keys, "other"));
        assertEquals(1, asked.get());
        nowMs += 60_000;
        assertEquals("other", kid(keys, "other"));
        for (int i = 0; i < 100; i++) {
            kid(keys, "nobody" + i);
        }
        assertEquals(2, asked.get());
    }

    @Test
    void keysThatAreGoneAreForgottenAfterAWhile() {
        KeyUrl keys = url();
        kid(keys, "rsa");
        answer = NEW;

        nowMs += 600_000;

        assertEquals("other", kid(keys, "rsa"));
    }

    @Test
    void keysStayWhileTheServerIsOutOfOrder() {
        KeyUrl keys = url();
        kid(keys, "rsa");
        nowMs += 600_000;

        for (int wrong : new int[] {500, 302, 404, 200, 200}) {
            answer = wrong == 200 ? (answer.equals("{") ? " ".repeat((1 << 20) + 1) : "{") : OLD;
            status = wrong;
            nowMs += 60_000;
            assertEquals("rsa", kid(keys, "rsa"));
        }
        assertEquals(6, asked.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "HTTP/1.1 200 OK\r\nX: "})
    void whoseKeyIsKnownNeedNotWaitLongForASlowServer(String head) throws Exception {
        KeyUrl keys = new KeyUrl(
                "http://127.0.0.1:" + server.getAddress().getPort() + "/keys", () -> nowMs, this::besides, TIMEOUT_MS);
        assertEquals("rsa", kid(keys, "rsa"));
        InetSocketAddress address = server.getAddress();
        server.stop(0);
        CountDownLatch over = new CountDownLatch(1);
        try (ServerSocket slow = new ServerSocket(address.getPort(), 10, address.getAddress())) {
            besides(() -> dribble(slow, head, over));
            nowMs += 600_000;

            assertTimeout(LIMIT, () -> assertEquals("rsa", kid(keys, "rsa")));
            fetchers.get(2).join(LIMIT.toMillis());

            assertFalse(fetchers.get(2).isAlive(), "the fetch is given up");
        } finally {
            over.countDown();
        }
    }

    private void besides(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        fetchers.add(thread);
        thread.start();
    }

    /** Answers with the head, and then with a blank ten times a second until the test is over. */
    private static void dribble(ServerSocket server, String head, CountDownLatch over) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            while (!over.await(100, TimeUnit.MILLISECONDS)) {
                socket.getOutputStream().write(head.isEmpty() ? new byte[0] : new byte[] {' '});
            }
        } catch (IOException | InterruptedException gone) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void withoutAnyKeysItFailsAndAsksNoMoreForAMinute() {
        status = 500;
        KeyUrl keys = url();

        assertThrows(CompletionException.class, () -> kid(keys, "rsa"));
        assertThrows(CompletionException.class, () -> kid(keys, "rsa"));

        assertEquals(1, asked.get());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://id.example/keys",
                "http://127.0.0.1.evil.example/",
                "http://localhost.evil/",
                "http://localhost@evil/",
                "ftp://127.0.0.1/",
                "file:///etc/passwd",
                "https:",
                "https:///keys",
                "x"
            })
    void keysMustNotTravelInTheClear(String address) {
        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> new KeyUrl(address, () -> 0, Runnable::run));

        assertTrue(String.valueOf(wrong.getMessage()).startsWith("jwks_url "));
    }

    @Test
    void fileIsReadAnewWhenItChangesAndNotWhileItIsBroken(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("jwks.json"), OLD);
        KeyFile keys = new KeyFile(file, () -> nowMs);
        assertEquals("rsa", kid(keys, "rsa"));

        Files.writeString(file, "{ broken");
        nowMs += 1000;
        assertEquals("rsa", kid(keys, "rsa"));
        Files.writeString(file, NEW);
        assertEquals("rsa", kid(keys, "other"), "not looked at yet");
        nowMs += 1000;
        assertEquals("other", kid(keys, "other"));
    }
}
