package org.junctor.http.api;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.Peer;

/** What a connection, or the request that opens one, says of the peer. */
public final class Peers {
    /** Secrets, and what says nothing but that this was a handshake: a session holds the rest for its life. */
    private static final Set<String> LEFT_OUT = Set.of(
            "authorization",
            "cookie",
            "connection",
            "content-length",
            "content-type",
            "upgrade",
            "sec-websocket-key",
            "sec-websocket-version",
            "sec-websocket-extensions");

    private Peers() {}

    /** The peer of a request that opens a session of this transport ({@code websocket}, {@code longpoll}). */
    public static Peer of(String transport, Request request) {
        Map<String, String> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            String name = field.getLowerCaseName();
            if (!LEFT_OUT.contains(name)) {
                headers.merge(name, String.valueOf(field.getValue()), (first, next) -> first + ", " + next);
            }
        }
        Map<String, String> cookies = new HashMap<>();
        for (HttpCookie cookie : Request.getCookies(request)) {
            cookies.putIfAbsent(cookie.getName(), cookie.getValue());
        }
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        return new Peer(
                        transport,
                        address(request.getConnectionMetaData().getRemoteSocketAddress()),
                        request.isSecure(),
                        Map.copyOf(headers),
                        Map.copyOf(cookies),
                        certificate(endPoint))
                .bound(TlsBinding.of(endPoint));
    }

    /** The peer of a connection without HTTP. */
    public static Peer of(String transport, EndPoint endPoint) {
        return new Peer(
                        transport,
                        address(endPoint.getRemoteSocketAddress()),
                        endPoint.isSecure(),
                        Map.of(),
                        Map.of(),
                        certificate(endPoint))
                .bound(TlsBinding.of(endPoint));
    }

    private static String address(@Nullable SocketAddress peer) {
        if (!(peer instanceof InetSocketAddress remote) || remote.getAddress() == null) {
            return "unix";
        }
        String host = remote.getAddress().getHostAddress();
        return (remote.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + remote.getPort();
    }

    private static @Nullable X509Certificate certificate(EndPoint endPoint) {
        EndPoint.SslSessionData session = endPoint.getSslSessionData();
        X509Certificate[] chain = session == null ? null : session.peerCertificates();
        return chain == null || chain.length == 0 ? null : chain[0];
    }
}
