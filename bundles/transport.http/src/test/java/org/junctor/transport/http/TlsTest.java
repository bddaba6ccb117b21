package org.junctor.transport.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.PathService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class TlsTest {
    private static final String FILES = "\"key\":\"server.key\",\"certificate\":\"server.crt\"";
    private static final TestIdentity SERVER = TestIdentity.of("localhost");
    private static final TestIdentity OTHER = TestIdentity.of("ec.example.org");

    private final Path folder;
    private final Listeners on = new Listeners();

    TlsTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        SERVER.write(folder, "server");
        OTHER.write(folder, "other");
    }

    @AfterEach
    void stop() {
        on.close();
    }

    private Map<String, Object> properties(String tls) {
        return properties(0, tls);
    }

    private Map<String, Object> properties(int port, String tls) {
        return new HashMap<>(Map.of(
                "endpoint",
                "{\"type\":\"tcp\",\"port\":" + port + ",\"interface\":\"127.0.0.1\",\"tls\":{" + tls + "}}",
                "node.directory",
                folder.toString()));
    }

    private SSLSocket connect(int port, String host, TestIdentity... self) throws Exception {
        SSLSocket socket = (SSLSocket) TestIdentity.client(List.of(SERVER, OTHER), List.of(self))
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port);
        if (!host.isEmpty()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            socket.setSSLParameters(parameters);
        }
        return socket;
    }

    private X509Certificate shown(int port, String host) throws Exception {
        try (SSLSocket socket = connect(port, host)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static String ask(Socket socket) throws IOException {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        int octet = in.read();
        while (octet >= 0) {
            answer.append((char) octet);
            octet = answer.toString().endsWith("root t1 '/'") ? -1 : in.read();
        }
        return answer.toString();
    }

    @Test
    void httpIsSpokenInside() throws Exception {
        HttpListener listener = on.serving(properties(FILES));
        int port = Listeners.port(listener);
        HttpClient client = HttpClient.newBuilder()
                .sslContext(TestIdentity.client(List.of(SERVER), List.of()))
                .build();

        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertEquals("transport t1 started on https://127.0.0.1:" + port, Listeners.line(listener));
        assertEquals("root t1 '/'", answer.body());
        assertEquals(1L, listener.details().get("tls.handshakes"));
    }

    @Test
    void aLongAnswerArrivesWhole() throws Exception {
        byte[] file = new byte[5_000_000];
        for (int i = 0; i < file.length; i++) {
            file[i] = (byte) (i * 31);
        }
        Map<String, Object> properties = properties(FILES);
        properties.put("paths", "{\"/\":{\"type\":\"file\"}}");
        HttpListener listener = on.listener(properties);
        listener.addPathService(
                config -> new Handler.Abstract() {
                    @Override
                    public boolean handle(Request request, Response response, Callback callback) {
                        response.write(true, ByteBuffer.wrap(file), callback);
                        return true;
                    }
                },
                Map.of("type", "file"));
        HttpClient client = HttpClient.newBuilder()
                .sslContext(TestIdentity.client(List.of(SERVER), List.of()))
                .build();

        HttpResponse<byte[]> answer = client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + Listeners.port(listener) + "/"))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertArrayEquals(file, answer.body());
    }

    @Test
    void theHostThatAClientNamesChoosesTheCertificate() throws Exception {
        int port = Listeners.port(
                on.serving(properties(FILES + ",\"sni\":[{\"key\":\"other.key\",\"certificate\":\"other.crt\"}]")));

        assertEquals(OTHER.certificate(), shown(port, "ec.example.org"));
        assertEquals(SERVER.certificate(), shown(port, "localhost"));
        assertEquals(SERVER.certificate(), shown(port, "unknown.example.org"));
        assertEquals(SERVER.certificate(), shown(port, ""));
    }

    @Test
    void filesThatChangeAreForNewHandshakesAndOpenConnectionsStay() throws Exception {
        HttpListener listener = on.serving(properties(FILES));
        int port = Listeners.port(listener);

        try (SSLSocket before = connect(port, "")) {
            assertTrue(ask(before).startsWith("HTTP/1.1 200"));
            OTHER.write(folder, "server");
            while (!shown(port, "").equals(OTHER.certificate())) {
                Thread.onSpinWait(); // looked at each second
            }

            assertTrue(ask(before).startsWith("HTTP/1.1 200"));
        }
        assertEquals(1L, listener.details().get("tls.reloads"));
    }

    @Test
    void otherFilesInTheConfigurationCloseNothing() throws Exception {
        HttpListener listener = on.serving(properties(FILES));
        int port = Listeners.port(listener);

        try (SSLSocket before = connect(port, "")) {
            assertTrue(ask(before).startsWith("HTTP/1.1 200"));
            listener.modify(on.all(properties("\"key\":\"other.key\",\"certificate\":\"other.crt\"")));
            Listeners.line(listener);

            assertEquals(OTHER.certificate(), shown(port, ""));
            assertTrue(ask(before).startsWith("HTTP/1.1 200"));
        }
    }

    @Test
    void brokenFilesLeaveTheCertificateThatWas() throws Exception {
        HttpListener listener = on.serving(properties(FILES));
        int port = Listeners.port(listener);
        Files.writeString(folder.resolve("bad.crt"), "nothing");

        listener.modify(on.all(properties("\"key\":\"server.key\",\"certificate\":\"bad.crt\"")));

        assertEquals(
                "transport t1: endpoint.tls.certificate " + folder.resolve("bad.crt")
                        + " has no certificate: it must have a block BEGIN CERTIFICATE (PEM);"
                        + " until then the listener goes on as before",
                Listeners.text(Listeners.failure(listener)));
        assertEquals(SERVER.certificate(), shown(port, ""));
        assertEquals("running", listener.state());
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedWithBothFiles() {
        PartFailure failure =
                Listeners.failure(on.serving(properties("\"key\":\"other.key\",\"certificate\":\"server.crt\"")));

        assertEquals(PartFailure.Cause.CONFIGURATION, failure.kind());
        assertEquals(
                "transport t1: endpoint.tls.key " + folder.resolve("other.key") + " is not the key of the certificate "
                        + folder.resolve("server.crt") + ": name the two files that were made together",
                Listeners.text(failure));
    }

    @Test
    void aMissingFileIsRefusedWithItsName() {
        assertEquals(
                "transport t1: endpoint.tls.key " + folder.resolve("no.key") + " does not exist",
                Listeners.text(Listeners.failure(
                        on.serving(properties("\"key\":\"no.key\",\"certificate\":\"server.crt\"")))));
    }

    @Test
    void aClientsCertificateIsRequiredAndHandedOn() throws Exception {
        Map<String, Object> properties = properties(FILES + ",\"ca_certificates\":[\"other.crt\"]");
        properties.put("paths", "{\"/\":{\"type\":\"who\"}}");
        HttpListener listener = on.listener(properties);
        PathService who = config -> new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                EndPoint endPoint =
                        request.getConnectionMetaData().getConnection().getEndPoint();
                EndPoint.SslSessionData session = endPoint.getSslSessionData();
                String name = session == null
                        ? "?"
                        : session.peerCertificates()[0]
                                .getSubjectX500Principal()
                                .getName();
                response.write(
                        true,
                        ByteBuffer.wrap((name + " " + request.isSecure()).getBytes(StandardCharsets.UTF_8)),
                        callback);
                return true;
            }
        };
        listener.addPathService(who, Map.of("type", "who"));
        URI uri = URI.create("https://localhost:" + Listeners.port(listener) + "/");
        HttpClient known = HttpClient.newBuilder()
                .sslContext(TestIdentity.client(List.of(SERVER), List.of(OTHER)))
                .build();
        HttpClient nobody = HttpClient.newBuilder()
                .sslContext(TestIdentity.client(List.of(SERVER), List.of()))
                .build();

        assertEquals(
                "CN=ec.example.org true",
                known.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                        .body());
        assertThrows(
                IOException.class,
                () -> nobody.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()));
    }

    @Test
    void plainHttpIsClosed() throws Exception {
        int port = Listeners.port(on.serving(properties(FILES)));

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            byte[] answer = socket.getInputStream().readAllBytes();
            assertTrue(answer.length == 0 || answer[0] == 0x15, "a TLS alert at most");
        }
    }

    @Test
    void oldProtocolsAreRefused() throws Exception {
        int port = Listeners.port(on.serving(properties(FILES)));
        // ClientHello of TLS 1.1 with one suite, as JDKs of today cannot make it
        byte[] hello = new byte[4 + 5 + 45 - 4];
        byte[] head = {0x16, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2};
        System.arraycopy(head, 0, hello, 0, head.length);
        byte[] suites = {0, 0, 2, (byte) 0xC0, 0x13, 1, 0};
        System.arraycopy(suites, 0, hello, head.length + 32, suites.length);

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(hello);

            byte[] answer = socket.getInputStream().readAllBytes();
            assertEquals(0x15, answer[0]);
            assertEquals(70, answer[6], "protocol_version");
        }
    }

    @Test
    void aHandshakeThatTakesTooLongIsClosedAndCounted() throws Exception {
        HttpListener listener = on.serving(properties(FILES + ",\"handshake_timeout\":100"));

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Listeners.port(listener))) {
            socket.getOutputStream().write(new byte[] {0x16, 3, 1});
            assertEquals(-1, socket.getInputStream().read());
        }
        assertEquals(1L, listener.details().get("tls.handshakes.late"));
        assertEquals(0, listener.details().get("tls.handshakes.under.way"));
    }

    @Test
    void ciphersOfOpenSslAreUnderstood() throws Exception {
        int port = Listeners.port(on.serving(properties(FILES + ",\"ciphers\":\"ECDH+AESGCM:ECDH+AES256:!SHA\"")));

        try (SSLSocket socket = connect(port, "")) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(
                    new String[] {"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});
            socket.startHandshake();
            assertEquals(
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", socket.getSession().getCipherSuite());
        }
        try (SSLSocket socket = connect(port, "")) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"});
            assertThrows(SSLException.class, socket::startHandshake);
        }
    }
}
