package org.junctor.transport.http;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Chooses the certificate for the host that a client names (SNI): one that is for this host, else the first. */
final class ServerKeys extends X509ExtendedKeyManager {
    private final List<Credentials> all;

    ServerKeys(List<Credentials> all) {
        this.all = all;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        if (engine != null && engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    int fitting = indexFor(host.getAsciiName());
                    return certifies(fitting, keyType) ? alias(fitting) : second(fitting, host, keyType);
                }
            }
        }
        return first(keyType);
    }

    /** One host may have certificates with keys of several kinds. */
    private @Nullable String second(int from, SNIHostName host, String keyType) {
        for (int i = from + 1; i < all.size(); i++) {
            if (all.get(i).fits(host.getAsciiName()) && certifies(i, keyType)) {
                return alias(i);
            }
        }
        return null;
    }

    private @Nullable String first(String keyType) {
        return certifies(0, keyType) ? alias(0) : null;
    }

    private int indexFor(String host) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).fits(host)) {
                return i;
            }
        }
        return 0;
    }

    private boolean certifies(int index, String keyType) {
        String algorithm = all.get(index).key().getAlgorithm();
        return keyType.equals(algorithm)
                || keyType.startsWith(algorithm + "_")
                || (keyType.equals("RSASSA-PSS") && algorithm.equals("RSA"));
    }

    private static String alias(int index) {
        return Integer.toString(index);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return all.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return all.get(Integer.parseInt(alias)).key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = first(keyType);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return first(keyType);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
