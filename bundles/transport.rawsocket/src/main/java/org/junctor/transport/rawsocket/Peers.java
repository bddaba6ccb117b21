package org.junctor.transport.rawsocket;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Map;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.Peer;

/** Who is at the other end of a socket. */
final class Peers {
    private Peers() {}

    static Peer of(EndPoint endPoint) {
        return new Peer(
                RawSocketProtocol.NAME,
                address(endPoint),
                endPoint.isSecure(),
                Map.of(),
                Map.of(),
                certificate(endPoint.getSslSessionData()));
    }

    private static String address(EndPoint endPoint) {
        if (!(endPoint.getRemoteSocketAddress() instanceof InetSocketAddress remote) || remote.getAddress() == null) {
            return "unix";
        }
        String host = remote.getAddress().getHostAddress();
        return (remote.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + remote.getPort();
    }

    private static @Nullable X509Certificate certificate(EndPoint.@Nullable SslSessionData session) {
        X509Certificate[] chain = session == null ? null : session.peerCertificates();
        return chain == null || chain.length == 0 ? null : chain[0];
    }
}
