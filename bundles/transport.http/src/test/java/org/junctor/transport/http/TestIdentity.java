package org.junctor.transport.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key with a certificate that it signed itself, made with the JDK's keytool; each name is made once. */
record TestIdentity(String name, PrivateKey key, X509Certificate certificate) {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Map<String, TestIdentity> MADE = new ConcurrentHashMap<>();

    /** An identity for a host; names with {@code ec} have a key of EC, others one of RSA. */
    static TestIdentity of(String name) {
        return MADE.computeIfAbsent(name, TestIdentity::make);
    }

    private static TestIdentity make(String name) {
        try {
            Path folder = Files.createTempDirectory("junctor-identity");
            Path store = folder.resolve("store.p12");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
            command.addAll(List.of("-keystore", store.toString(), "-storepass", "changeit", "-alias", "a"));
            command.addAll(List.of("-dname", "CN=" + name, "-ext", "san=dns:" + name + ",ip:127.0.0.1"));
            command.addAll(
                    name.contains("ec")
                            ? List.of("-keyalg", "EC", "-groupname", "secp256r1")
                            : List.of("-keyalg", "RSA", "-keysize", "2048"));
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD);
            }
            Files.delete(store);
            Files.delete(folder);
            return new TestIdentity(
                    name, (PrivateKey) keys.getKey("a", PASSWORD), (X509Certificate) keys.getCertificate("a"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Writes {@code <file>.key} and {@code <file>.crt} into a folder. */
    TestIdentity write(Path folder, String file) throws IOException, GeneralSecurityException {
        write(folder.resolve(file + ".key"), "PRIVATE KEY", key.getEncoded());
        write(folder.resolve(file + ".crt"), "CERTIFICATE", certificate.getEncoded());
        return this;
    }

    static void write(Path file, String label, byte[] octets) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
        Files.writeString(file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }

    /** What a client trusts who trusts these servers alone, and shows who {@code self} is. */
    static SSLContext client(List<TestIdentity> servers, List<TestIdentity> self) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (TestIdentity server : servers) {
            trusted.setCertificateEntry(server.name(), server.certificate());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, PASSWORD);
        for (TestIdentity identity : self) {
            own.setKeyEntry(identity.name(), identity.key(), PASSWORD, new X509Certificate[] {identity.certificate()});
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
