package org.junctor.api.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a client connects to, and as whom.
 *
 * @param url {@code ws://host:port/path}, {@code wss://…}, {@code ws+unix:///path/of/socket:/path} (WebSocket), {@code tcp://host:port}, {@code tcps://…},
 *     {@code unix:///path} (RawSocket), or {@code local:role} inside the router's own process, as the given role
 * @param realm the realm to join
 * @param serializer name of the serializer, such as {@code json}
 * @param authid who the client says it is; null to say nothing
 * @param credentials what it can prove that by, the preferred one first; none for anonymous
 * @param tls decides which routers are trusted, and has the client's own certificate; null for the platform's defaults
 */
public record ClientConfig(
        URI url,
        String realm,
        String serializer,
        @Nullable String authid,
        List<Credential> credentials,
        @Nullable SSLContext tls) {

    /** A configuration whose list of credentials nobody can change. */
    public ClientConfig {
        credentials = List.copyOf(credentials);
    }

    /** An anonymous client with the platform's defaults for TLS. */
    public ClientConfig(URI url, String realm, String serializer) {
        this(url, realm, serializer, null, List.of(), null);
    }

    /** A client in the router's own process, which is let in with this role whatever it may be called. */
    public static ClientConfig local(String role, String realm, String serializer) {
        try {
            return new ClientConfig(new URI("local", role, null), realm, serializer);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("role '" + role + "' is no part of a URL", e);
        }
    }

    /** The same, as {@code authid}, who proves it by one of these. */
    public ClientConfig as(String authid, Credential... credentials) {
        return new ClientConfig(url, realm, serializer, authid, List.of(credentials), tls);
    }

    /** The same, with these settings for TLS. */
    public ClientConfig tls(SSLContext context) {
        return new ClientConfig(url, realm, serializer, authid, credentials, context);
    }
}
