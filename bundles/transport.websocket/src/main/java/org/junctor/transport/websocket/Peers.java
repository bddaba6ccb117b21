package org.junctor.transport.websocket;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.junctor.api.transport.Peer;

/** What an opening handshake says of the peer. */
final class Peers {
    /** Secrets, and what says nothing but that this was a handshake: a session holds the rest for its life. */
    private static final Set<String> LEFT_OUT = Set.of(
            "authorization",
            "cookie",
            "connection",
            "upgrade",
            "sec-websocket-key",
            "sec-websocket-version",
            "sec-websocket-extensions");

    private Peers() {}

    static Peer of(Request request) {
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
        return new Peer(
                "websocket", address(request), request.isSecure(), Map.copyOf(headers), Map.copyOf(cookies), null);
    }

    private static String address(Request request) {
        if (request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress remote) {
            String host = remote.getAddress() == null
                    ? remote.getHostString()
                    : remote.getAddress().getHostAddress();
            return host.contains(":") ? "[" + host + "]:" + remote.getPort() : host + ":" + remote.getPort();
        }
        return "unix";
    }
}
