package org.junctor.http.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import org.junctor.api.transport.ChannelBinding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channel binding of TLS. */
final class TlsBindingTest {
    private static final char[] PASSWORD = "only-for-tests".toCharArray();
    private static final int ROOM = 1 << 16;
    /** The first Java that exports keying material. */
    private static final int EXPORTING = 25;

    @Test
    void bothEndsHaveTheSameOctetsWhereThisJavaExportsThem(@TempDir Path folder) throws Exception {
        SSLContext context = context(folder);
        SSLSession[] first = handshake(context);
        SSLSession[] second = handshake(context);

        if (Runtime.version().feature() < EXPORTING) {
            assertNull(TlsBinding.of(first[1]));
            return;
        }
        byte[] octets = octets(first[1]);
        assertEquals(32, octets.length);
        assertArrayEquals(octets, octets(first[0]));
        assertFalse(Arrays.equals(octets, octets(second[1])));
        assertNull(binding(first[1]).octets(ChannelBinding.TLS_UNIQUE));
    }

    private static ChannelBinding binding(SSLSession session) {
        return Objects.requireNonNull(TlsBinding.of(session));
    }

    private static byte[] octets(SSLSession session) {
        return Objects.requireNonNull(binding(session).octets(ChannelBinding.TLS_EXPORTER));
    }

    @Test
    void thereIsNoneWithoutTls() {
        SSLSession none = null;

        assertNull(TlsBinding.of(none));
    }

    private static SSLContext context(Path folder) throws Exception {
        Path file = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=localhost",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertEquals(true, keytool.waitFor(30, TimeUnit.SECONDS));
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", store.getCertificate("a"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** The sessions of client and server after a handshake. */
    private static SSLSession[] handshake(SSLContext context) throws SSLException {
        SSLEngine client = context.createSSLEngine();
        client.setUseClientMode(true);
        SSLEngine server = context.createSSLEngine();
        server.setUseClientMode(false);
        client.beginHandshake();
        server.beginHandshake();
        ByteBuffer toServer = ByteBuffer.allocate(ROOM);
        ByteBuffer toClient = ByteBuffer.allocate(ROOM);
        for (int turn = 0; turn < 50 && (busy(client) || busy(server)); turn++) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
        assertFalse(busy(client) || busy(server));
        return new SSLSession[] {client.getSession(), server.getSession()};
    }

    private static boolean busy(SSLEngine engine) {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            engine.wrap(ByteBuffer.allocate(0), out);
        }
        in.flip();
        if (in.hasRemaining() && engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) {
            engine.unwrap(in, ByteBuffer.allocate(ROOM));
        }
        in.compact();
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}
