package org.junctor.transport.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/** What a listener's handshakes are made with, read from files that hang together. */
final class TlsIdentity {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** A session that may be resumed is a few kilobytes; with TLS 1.3 the client keeps it. */
    private static final int CACHED_SESSIONS = 1000;

    private final SSLContext context;
    private final SSLParameters parameters;
    private final X509Certificate certificate;

    private TlsIdentity(SSLContext context, SSLParameters parameters, X509Certificate certificate) {
        this.context = context;
        this.parameters = parameters;
        this.certificate = certificate;
    }

    /** Reads keys and certificates; what is wrong is told with the key of the node file and the name of the file. */
    static TlsIdentity load(TlsSettings settings) throws PartFailure {
        List<Credentials> credentials = new ArrayList<>();
        for (TlsSettings.Identity identity : settings.identities()) {
            credentials.add(Credentials.load(identity));
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {new ServerKeys(List.copyOf(credentials))}, trusted(settings.authorities()), null);
            context.getServerSessionContext().setSessionCacheSize(CACHED_SESSIONS);
            SSLParameters parameters = new SSLParameters(
                    CipherList.suites(
                            settings.ciphers(),
                            context.getSupportedSSLParameters().getCipherSuites()),
                    PROTOCOLS);
            parameters.setUseCipherSuitesOrder(true);
            if (settings.certificateRequired()) {
                parameters.setNeedClientAuth(true);
            } else if (!settings.authorities().isEmpty()) {
                parameters.setWantClientAuth(true);
            }
            return new TlsIdentity(context, parameters, credentials.get(0).certificate());
        } catch (GeneralSecurityException | IOException broken) {
            throw new PartFailure(PartFailure.Cause.CONFIGURATION, "endpoint.tls cannot be used: " + broken);
        }
    }

    /** Only the given authorities: none of those that Java brings. */
    private static TrustManager[] trusted(List<Path> authorities)
            throws PartFailure, GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        for (Path file : authorities) {
            for (X509Certificate authority : new Pem("endpoint.tls.ca_certificates", file).certificates()) {
                store.setCertificateEntry(Integer.toString(count++), authority);
            }
        }
        if (count == 0) {
            return new TrustManager[0];
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** The server's side of a handshake with the client at an address. */
    SSLEngine engine(@Nullable SocketAddress client) {
        SSLEngine engine = client instanceof InetSocketAddress address && address.getAddress() != null
                ? context.createSSLEngine(address.getAddress().getHostAddress(), address.getPort())
                : context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** What clients are shown that name no host. */
    X509Certificate certificate() {
        return certificate;
    }
}
