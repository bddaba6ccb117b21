package org.junctor.api.transport;

import java.security.cert.X509Certificate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the transport knows of the other end.
 *
 * @param transport name of the transport: {@code websocket}, {@code rawsocket}, {@code local} …
 * @param address where it connects from, such as {@code 127.0.0.1:50312} or {@code unix}
 * @param secure whether the connection is encrypted
 * @param headers header fields of the HTTP request that opened it, names in lower case, without those of
 *     {@code Authorization} and {@code Cookie}; empty without HTTP
 * @param cookies cookies of that request
 * @param certificate the client's TLS certificate, if it showed one
 * @param mark by which an {@link org.junctor.api.security.CookieTracker} tells the client from others, as long as it keeps its cookie:
 *     a secret that means nothing to anybody else; null if it is not tracked
 * @param binding what binds a proof to this very connection; null without TLS
 */
public record Peer(
        String transport,
        String address,
        boolean secure,
        Map<String, String> headers,
        Map<String, String> cookies,
        @Nullable X509Certificate certificate,
        @Nullable String mark,
        @Nullable ChannelBinding binding) {
    /** One that is not tracked, and to whose connection no proof can be bound. */
    public Peer(
            String transport,
            String address,
            boolean secure,
            Map<String, String> headers,
            Map<String, String> cookies,
            @Nullable X509Certificate certificate) {
        this(transport, address, secure, headers, cookies, certificate, null, null);
    }

    /** A peer of which only transport and address are known. */
    public static Peer of(String transport, String address) {
        return new Peer(transport, address, false, Map.of(), Map.of(), null);
    }

    /** The same client, with the mark of a tracker. */
    public Peer marked(String newMark) {
        return new Peer(transport, address, secure, headers, cookies, certificate, newMark, binding);
    }

    /** The same client, whose proofs can be bound to its connection; null if they cannot. */
    public Peer bound(@Nullable ChannelBinding newBinding) {
        return new Peer(transport, address, secure, headers, cookies, certificate, mark, newBinding);
    }

    /** Tells nothing of header fields and cookies, which may be secrets. */
    @Override
    public String toString() {
        return transport + " " + address;
    }
}
