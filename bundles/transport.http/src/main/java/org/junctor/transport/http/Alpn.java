package org.junctor.transport.http;

import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NegotiatingServerConnection;
import org.jspecify.annotations.Nullable;

/** Agrees on the protocol inside TLS while hands are shaken (RFC 7301). Who offers none gets what the listener speaks otherwise. */
final class Alpn extends AbstractConnectionFactory {
    private static final String HTTP_1 = "http/1.1";

    private final boolean http2;
    private final String otherwise;

    /**
     * HTTP, in one version or two.
     *
     * @param http2 whether HTTP/2 is preferred
     * @param otherwise the protocol for clients that offer none
     */
    Alpn(boolean http2, String otherwise) {
        super("alpn");
        this.http2 = http2;
        this.otherwise = otherwise;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        SslConnection tls = ((SslConnection.SslEndPoint) endPoint).getSslConnection();
        Choice choice = new Choice(connector, endPoint, tls.getSSLEngine());
        tls.getSSLEngine().setHandshakeApplicationProtocolSelector(choice::choose);
        tls.addHandshakeListener(choice);
        return configure(choice, connector, endPoint);
    }

    /** One handshake's choice; then the connection of the protocol takes its place. */
    private final class Choice extends NegotiatingServerConnection implements SslHandshakeListener {
        Choice(Connector connector, EndPoint endPoint, SSLEngine engine) {
            super(connector, endPoint, engine, List.of(GatheringHttp2.NAME, HTTP_1), otherwise);
        }

        /** Null if nothing fits: the handshake fails then. */
        private @Nullable String choose(SSLEngine engine, List<String> offered) {
            String chosen = null;
            if (http2 && offered.contains(GatheringHttp2.NAME) && sound(engine.getHandshakeSession())) {
                chosen = GatheringHttp2.NAME;
            } else if (offered.contains(HTTP_1)) {
                chosen = HTTP_1;
            }
            setProtocol(chosen);
            return chosen;
        }

        /** RFC 9113, 9.2.2: with TLS 1.2, not every suite will do. */
        private static boolean sound(@Nullable SSLSession session) {
            return session == null || !HTTP2Cipher.isBlackListCipher(session.getCipherSuite());
        }

        @Override
        public void handshakeSucceeded(Event event) {
            if (getProtocol() == null) {
                setProtocol(getDefaultProtocol());
            }
        }
    }
}
