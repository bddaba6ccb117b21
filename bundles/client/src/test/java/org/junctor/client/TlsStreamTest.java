package org.junctor.client;

import static org.junctor.client.Recorder.next;
import static org.junctor.client.SessionTest.assertSays;
import static org.junctor.client.SessionTest.failure;
import static org.junctor.client.SessionTest.get;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junctor.api.transport.Channel;
import org.junctor.api.transport.CloseReason;
import org.junctor.api.wire.SerializerType;
import org.junctor.api.wire.WriteBuffer;
import org.junctor.serializer.json.JsonSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RawSocket with TLS, against a server of the JDK that sends everything back. */
@Timeout(60)
final class TlsStreamTest {
    private static final SerializerType JSON = new JsonSerializer().type();
    private static final char[] PASSWORD = "password".toCharArray();

    private final Recorder recorder = new Recorder();
    private SSLContext trusting;
    private SSLServerSocket server;

    @BeforeEach
    void listen(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("keys.p12");
        String program =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String options = " -genkeypair -alias k -keyalg EC -dname CN=localhost -ext SAN=dns:localhost -storetype PKCS12"
                + " -storepass password -keystore ";
        Process keytool = new ProcessBuilder((program + options + store).split(" "))
                .redirectErrorStream(true)
                .start();
        assertEquals(0, keytool.waitFor(), new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("k", keys.getCertificate("k"));
        trust.init(certificates);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        server = (SSLServerSocket)
                trusting.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private URI url(String host) {
        return URI.create("tcps://" + host + ":" + server.getLocalPort());
    }

    /** Answers the handshake of RawSocket, and sends all that follows back. */
    private CompletableFuture<Void> echo() {
        return CompletableFuture.runAsync(() -> {
            try (SSLSocket peer = (SSLSocket) server.accept()) {
                assertEquals(4, peer.getInputStream().readNBytes(4).length);
                peer.getOutputStream().write(new byte[] {0x7F, (byte) 0xF1, 0, 0});
                peer.getInputStream().transferTo(peer.getOutputStream());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void messagesOfEveryLengthComeBack(String version) throws Exception {
        server.setEnabledProtocols(new String[] {version});
        CompletableFuture<Void> peer = echo();
        Channel channel =
                get(new SocketTransport(ForkJoinPool.commonPool(), trusting).connect(url("localhost"), JSON, recorder));
        byte[] noise = new byte[3_000_000];
        new Random(7).nextBytes(noise);

        for (int length : new int[] {1, 500, 16_384, 16_385, 100_000, 3_000_000}) {
            byte[] message = Arrays.copyOf(noise, length);
            WriteBuffer frame = new WriteBuffer(length).put(message, 0, length);
            channel.framing().frame(frame);
            while (!channel.offer(frame.view())) { // what was sent before is still being written
                Thread.onSpinWait();
            }
            assertArrayEquals(message, next(recorder.messages));
        }

        channel.close(CloseReason.NORMAL, "");
        get(peer);
        next(recorder.closed);
    }

    @Test
    void pausedConnectionGoesOnWithWhatWasDecryptedAlready() throws Exception {
        CompletableFuture<Void> peer = echo();
        Channel channel =
                get(new SocketTransport(ForkJoinPool.commonPool(), trusting).connect(url("localhost"), JSON, recorder));
        channel.pause();
        for (int i = 0; i < 2_000; i++) {
            WriteBuffer frame = new WriteBuffer(16).put(i).put(i >> 8);
            channel.framing().frame(frame);
            assertTrue(channel.offer(frame.view()));
        }

        channel.resume();

        for (int i = 0; i < 2_000; i++) {
            assertArrayEquals(new byte[] {(byte) i, (byte) (i >> 8)}, next(recorder.messages));
        }
        channel.close(CloseReason.NORMAL, "");
        get(peer);
    }

    @Test
    void certificateOfTheContextIsShown() throws Exception {
        server.setNeedClientAuth(true); // and so the handshake fails without one
        CompletableFuture<Void> peer = echo();

        Channel channel =
                get(new SocketTransport(ForkJoinPool.commonPool(), trusting).connect(url("localhost"), JSON, recorder));
        WriteBuffer frame = new WriteBuffer(16).put(7);
        channel.framing().frame(frame);

        assertTrue(channel.offer(frame.view()));
        assertArrayEquals(new byte[] {7}, next(recorder.messages));
        channel.close(CloseReason.NORMAL, "");
        get(peer);
    }

    @Test
    void routersThatAreNotTrustedOrHaveAnotherNameAreLeft() throws GeneralSecurityException {
        CompletionStage<Channel> stranger =
                new SocketTransport(ForkJoinPool.commonPool(), null).connect(url("localhost"), JSON, recorder);
        CompletableFuture<Void> first = echo();
        assertSays("certification path", failure(IOException.class, stranger));
        assertTrue(first.handle((done, failure) -> failure != null).join());

        CompletionStage<Channel> other =
                new SocketTransport(ForkJoinPool.commonPool(), trusting).connect(url("127.0.0.1"), JSON, recorder);
        CompletableFuture<Void> second = echo();
        assertSays("127.0.0.1", failure(IOException.class, other));
        assertTrue(second.handle((done, failure) -> failure != null).join());
    }
}
