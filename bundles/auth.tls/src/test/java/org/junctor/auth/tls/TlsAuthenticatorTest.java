package org.junctor.auth.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Options;
import org.junctor.api.message.Reason;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.Principal;
import org.junctor.api.transport.Peer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The method tls. */
final class TlsAuthenticatorTest {
    private static X509Certificate certificate;
    private static String sha256;
    private static String sha1;

    private final Map<String, Object> entries = new HashMap<>();
    private boolean proved;

    @BeforeAll
    static void make(@TempDir Path folder) throws Exception {
        String store = folder.resolve("store.p12").toString();
        keytool("-genkeypair", "-keyalg", "EC", "-alias", "a", "-dname", "CN=joe,O=Example", "-keystore", store);
        byte[] pem = keytool("-exportcert", "-rfc", "-alias", "a", "-keystore", store);
        certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        sha1 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
    }

    private static byte[] keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", "only-for-tests"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] out = process.getInputStream().readAllBytes();
        assertEquals(0, process.waitFor(), () -> new String(out, StandardCharsets.UTF_8));
        return out;
    }

    private AuthResult begin(@Nullable X509Certificate shown, @Nullable String authid) throws Exception {
        Principal joe = new Principal("joe", "backend", null, proved, entries, Options.EMPTY);
        Hello hello = new Hello("realm1", authid == null ? Options.EMPTY : Options.of("authid", authid));
        Peer peer = new Peer("websocket", "127.0.0.1:1", true, Map.of(), Map.of(), shown);
        return new TlsAuthenticator()
                .begin(new AuthRequest(
                        "realm1",
                        7,
                        hello,
                        peer,
                        Map.of(),
                        query -> CompletableFuture.completedFuture(
                                query.authid() == null ? (query.fits().test(joe) ? joe : null) : joe)))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private void assertLetIn(@Nullable String authid) throws Exception {
        assertEquals(
                new AuthResult.Accept("joe", "backend", "static", Options.EMPTY),
                begin(certificate, authid),
                () -> "" + entries);
    }

    private void assertDenied(@Nullable String authid) throws Exception {
        AuthResult.Deny deny = assertInstanceOf(AuthResult.Deny.class, begin(certificate, authid), () -> "" + entries);
        assertEquals(Reason.AUTHENTICATION_DENIED, deny.reason());
        assertEquals(AuthResult.Deny.CREDENTIALS, deny);
    }

    @Test
    void principalIsFoundByFingerprintOrSubject() throws Exception {
        String colons = sha256.toUpperCase(Locale.ROOT).replaceAll("..(?!$)", "$0:");
        for (Map<String, Object> own : List.<Map<String, Object>>of(
                Map.of("certificate-sha256", sha256),
                Map.of("certificate-sha256", colons),
                Map.of("certificate-sha256", List.of("00", colons)),
                Map.of("certificate-sha1", sha1.toUpperCase(Locale.ROOT)),
                Map.of("subject", "CN=*,O=Example"),
                Map.of("subject", List.of("CN=x", "CN=joe,O=Example")))) {
            entries.clear();
            entries.putAll(own);
            assertLetIn(null);
            assertLetIn("joe");
        }
    }

    @Test
    void A05_certificateOfNobodyIsDenied() throws Exception {
        for (Map<String, Object> own : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("certificate-sha256", sha1),
                Map.of("certificate-sha256", sha256.substring(2)),
                Map.of("certificate-sha256", ""),
                Map.of("certificate-sha1", sha256),
                Map.of("certificate-sha1", 7L),
                Map.of("subject", "CN=joe"),
                Map.of("subject", "joe"),
                Map.of("subject", List.of()))) {
            entries.clear();
            entries.putAll(own);
            assertDenied(null);
            assertDenied("joe");
        }
    }

    @Test
    void whoShowsNoneGoesOnToTheNextMethod() throws Exception {
        entries.put("certificate-sha256", sha256);

        assertInstanceOf(AuthResult.Pass.class, begin(null, "joe"));
    }

    @Test
    void sourceThatLooksItselfIsBelieved() throws Exception {
        proved = true;

        assertLetIn("joe");
    }
}
